using Lamina.Node.Access;

namespace Lamina.Daemon.Http;

/// <summary>
/// Connections that callers may have at a time: who does not administer takes no room from those who do, nor one user from the others. Safe for many
/// threads.
/// </summary>
internal sealed class CallerRoom
{
    /// <summary>Of all.</summary>
    public const int Most = 64;

    /// <summary>Of those who do not administer.</summary>
    public const int MostOfOthers = 48;

    /// <summary>Of one of them.</summary>
    public const int MostOfUser = 16;

    private readonly Lock _lock = new();
    private readonly Dictionary<uint, int> _others = [];

    /// <summary>Takes room; false: there is none for this caller.</summary>
    public bool TryTake(Caller caller, AccessRight right)
    {
        if (right == AccessRight.Administer)
        {
            return true;
        }

        lock (_lock)
        {
            int own = _others.GetValueOrDefault(caller.User);
            if (own >= MostOfUser || _others.Values.Sum() >= MostOfOthers)
            {
                return false;
            }

            _others[caller.User] = own + 1;
            return true;
        }
    }

    /// <summary>Gives it back, once for each time that it was taken.</summary>
    public void Return(Caller caller, AccessRight right)
    {
        if (right == AccessRight.Administer)
        {
            return;
        }

        lock (_lock)
        {
            if (--_others[caller.User] == 0)
            {
                _others.Remove(caller.User);
            }
        }
    }
}
