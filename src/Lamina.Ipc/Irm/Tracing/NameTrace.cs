using Lamina.Core;
using Lamina.Ipc.Irm.Brokering;
using Lamina.Ipc.Tracing;

namespace Lamina.Ipc.Irm.Tracing;

/// <summary>
/// Says what <see cref="LayerSearch"/> would do, and why, without doing it: asks every candidate, not only until one is found, and
/// then the chosen one where the name is served.
/// </summary>
internal sealed class NameTrace : IQuerySink, IServerSink, ITimed
{
    /// <summary>How long the others may take once it is clear who gives the flow: their answers are for people only.</summary>
    private static readonly Duration PatienceForOthers = Duration.FromSeconds(1);

    private readonly Broker _broker;
    private readonly Name _name;
    private readonly QosCube _cube;
    private readonly string? _layer;
    private readonly Action<TracedName, Instant> _done;
    private readonly MachineTimer _timer;
    private readonly IpcProcess[] _candidates;
    private readonly bool?[] _reaches;
    private readonly bool[] _wasSilent;
    private int _chosen = -1;
    private bool _isOver;

    public NameTrace(Broker broker, Name name, in QosSpec qos, string? layer, Action<TracedName, Instant> done, Instant now)
    {
        _broker = broker;
        _name = name;
        _cube = qos.Cube;
        _layer = layer;
        _done = done;
        _timer = new MachineTimer(broker.Context.Timers, this);
        _candidates = broker.Layers.For(layer, null, qos.Cube, now);
        _reaches = new bool?[_candidates.Length];
        _wasSilent = Array.ConvertAll(_candidates, candidate => broker.Silent.IsSilent(candidate, now));
    }

    public void Start(Instant now)
    {
        if (_layer is null && _broker.ProgramOf(_name) is { } program)
        {
            End(new TracedName(program, Candidates(), []), now);
            return;
        }

        if (_candidates.Length == 0)
        {
            Conclude(now);
            return;
        }

        _timer.Set(now + LayerSearch.QueryPatience);
        foreach (IpcProcess candidate in _candidates)
        {
            candidate.Query(NameHash.Of(_name, candidate.HashAlgorithm), this, now);
        }
    }

    public void HandleQueryResult(IpcProcess process, bool reachable, Instant now)
    {
        int index = Array.IndexOf(_candidates, process);
        if (_isOver || _reaches[index] is not null)
        {
            return;
        }

        _reaches[index] = reachable;
        if (Array.TrueForAll(_reaches, reaches => reaches is not null))
        {
            Conclude(now);
        }
        else if (FindChosen(mayWait: true) >= 0)
        {
            _timer.Set(now + PatienceForOthers);
        }
    }

    public void HandleTimeout(Instant now) => Conclude(now);

    public void HandleServers(IReadOnlyList<ServerPlace> servers, Instant now) => End(new TracedName(null, Candidates(), servers), now);

    /// <summary>The first that reaches the name and may be used, once nobody before it can still say yes; -1: not known, or none.</summary>
    private int FindChosen(bool mayWait)
    {
        for (int i = 0; i < _candidates.Length; i++)
        {
            if (_reaches[i] is null && mayWait)
            {
                return -1;
            }

            if (_reaches[i] == true && IsOpen(_candidates[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsOpen(IpcProcess process) => LayerHandshake.PolicyOf(process, forProgram: true).Preferred is not null;

    private void Conclude(Instant now)
    {
        if (_isOver)
        {
            return;
        }

        _isOver = true;
        _timer.Remove();
        _chosen = FindChosen(mayWait: false);
        if (_chosen < 0)
        {
            End(new TracedName(null, Candidates(), []), now);
            return;
        }

        IpcProcess chosen = _candidates[_chosen];
        chosen.FindServers(NameHash.Of(_name, chosen.HashAlgorithm), _cube, this, now);
    }

    private void End(TracedName result, Instant now)
    {
        _isOver = true;
        _done(result, now);
    }

    private TracedCandidate[] Candidates() =>
    [
        .. _candidates.Select((process, i) => new TracedCandidate(
            process.Name, process.Layer ?? "", process.Kind, _broker.Flows.Stacking.DepthOf(process), LayerOrder.Fits(process, _cube), _wasSilent[i], VerdictOf(i))),
    ];

    private CandidateVerdict VerdictOf(int index) => _reaches[index] switch
    {
        null => CandidateVerdict.Silent,
        false => CandidateVerdict.DoesNotReach,
        _ when index == _chosen => CandidateVerdict.Chosen,
        _ => IsOpen(_candidates[index]) ? CandidateVerdict.Reaches : CandidateVerdict.Denied,
    };
}
