using Lamina.Core;
using Lamina.Ipc.Unicast.Enrolment.Claiming;

namespace Lamina.Ipc.Unicast;

/// <content>Coming to a credential, before it is a member of anything.</content>
public sealed partial class UnicastIpcProcess
{
    private ClaimJoiner? _claim;

    /// <summary>Comes with a ticket to a member. Takes up to 20 s; the sink hears the end in any case. With what it gets the process enrols afterwards.</summary>
    public void Claim(ClaimParameters parameters, IClaimSink sink, Instant now)
    {
        if (_isShutDown || _member is not null || _joiner is not null || _claim is not null)
        {
            sink.HandleClaimed(Outcome.Failed($"{Name} is a member of a layer already, or becoming one", "use another IPC process"), null, now);
            return;
        }

        _claim = new ClaimJoiner(_channels, _connections, _stack, parameters, sink, ended => _claim = _claim == ended ? null : _claim);
        _claim.Start(now);
    }

    /// <summary>Nobody waits for a claim any more.</summary>
    public void GiveUp(IClaimSink sink, Instant now)
    {
        if (_claim?.Sink == sink)
        {
            _claim.GiveUp(now);
        }
    }
}
