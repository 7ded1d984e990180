using System.Diagnostics.CodeAnalysis;

namespace Lamina.Node.Attach;

/// <summary>The flows of a program that a former daemon gave, until its successor has taken them up or said that it does not.</summary>
internal sealed class FormerFlows
{
    private readonly HashSet<AttachedFlow> _flows = [];
    private readonly Queue<AttachedFlow> _unasked = new();

    // Null: the program has given the flow up since, and closes it where it comes.
    private readonly Dictionary<uint, AttachedFlow?> _asked = [];

    public int Count => _flows.Count;

    public void Add(AttachedFlow flow) => _flows.Add(flow);

    /// <summary>There is a daemon to ask, and it knows nothing yet.</summary>
    public void BeginAsking()
    {
        _asked.Clear();
        _unasked.Clear();
        foreach (AttachedFlow flow in _flows)
        {
            _unasked.Enqueue(flow);
        }
    }

    /// <summary>The next one to ask for.</summary>
    public bool TryNext(uint number, [NotNullWhen(true)] out AttachedFlow? flow)
    {
        while (_unasked.TryDequeue(out flow))
        {
            if (_flows.Contains(flow))
            {
                _asked.Add(number, flow);
                return true;
            }
        }

        return false;
    }

    /// <summary>The daemon answers.</summary>
    /// <returns>False: it was not asked.</returns>
    public bool TryTake(uint number, out AttachedFlow? flow)
    {
        bool wasAsked = _asked.Remove(number, out flow);
        if (flow is not null)
        {
            _flows.Remove(flow);
        }

        return wasAsked;
    }

    /// <summary>Time is over, or the stack: takes all of them.</summary>
    /// <param name="asked">The requests that are under way.</param>
    public AttachedFlow[] TakeAll(out uint[] asked)
    {
        asked = [.. _asked.Keys];
        foreach (uint number in asked)
        {
            _asked[number] = null;
        }

        AttachedFlow[] all = [.. _flows];
        _flows.Clear();
        _unasked.Clear();
        return all;
    }
}
