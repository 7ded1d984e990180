using System.Net.Sockets;
using System.Runtime.InteropServices;
using Lamina.Bearers.Linux;
using Lamina.Core;
using Lamina.Ipc.Irm;
using Lamina.Node.Access;
using Lamina.Node.Attach.Direct;
using Lamina.Node.Driving;

namespace Lamina.Node.Attach;

/// <summary>Listens at a stack's attach socket, and keeps the processes that are attached.</summary>
internal sealed class AttachServer : IPollSource
{
    private const int MaxSessions = 1024;

    // Who does not administer takes no room from those who do, nor one user from the others.
    private const int MaxSessionsOfOthers = 768;
    private const int MaxSessionsOfUser = 128;
    private const int MaxAcceptsPerTurn = 16;

    private readonly DomainDriver _driver;
    private readonly Socket _listener;
    private readonly List<AttachSession> _sessions = [];
    private readonly AttachCounters _gone = new();
    private readonly string _path;

    /// <summary>Listens; the caller then adds it to the driver.</summary>
    /// <exception cref="SocketException">The path cannot be bound.</exception>
    public AttachServer(
        DomainDriver driver, IpcResourceManager irm, Name stackName, string path, StackAccess access, int ringCapacity,
        int directRingCapacity, TicketSeal? seal = null)
    {
        Seal = seal;
        Access = access;
        _driver = driver;
        Irm = irm;
        StackName = stackName;
        RingCapacity = ringCapacity;
        Pairs = new DirectPairs(driver.Context, directRingCapacity);
        _path = path;
        _listener = DescriptorSocket.Listen(path, SocketGuard.OwnerOnly);
        SocketGuard.Protect(path, access.Policy, AccessRight.Use);
    }

    public IpcResourceManager Irm { get; }

    public Name StackName { get; }

    /// <summary>Who may attach.</summary>
    public StackAccess Access { get; }

    public int RingCapacity { get; }

    /// <summary>Which of its processes share memory.</summary>
    public DirectPairs Pairs { get; }

    /// <summary>Seals the tickets of flows; null: there are none, and no flow outlives this stack.</summary>
    public TicketSeal? Seal { get; }

    /// <summary>Attached processes.</summary>
    public IReadOnlyList<AttachSession> Sessions => _sessions;

    /// <summary>Connections that were refused because there were too many.</summary>
    public long RefusedConnections { get; private set; }

    /// <summary>Callers that were told that they may not attach.</summary>
    public long DeniedCallers { get; set; }

    /// <summary>Names that a process may not stand behind.</summary>
    public long DeniedBindings { get; set; }

    public SafeHandle Descriptor => _listener.SafeHandle;

    public Socket Socket => _listener;

    public bool WantsWrite => false;

    public void HandleReady(bool readable, bool writable, Instant now)
    {
        for (int i = 0; i < MaxAcceptsPerTurn; i++)
        {
            Socket socket;
            try
            {
                if (!_listener.Poll(0, SelectMode.SelectRead))
                {
                    return;
                }

                socket = _listener.Accept();
            }
            catch (SocketException)
            {
                // It hung up before we came, or we are out of descriptors: the next turn tries again.
                return;
            }

            if (TryTellCaller(socket) is not { } caller || !HasRoomFor(caller))
            {
                RefusedConnections++;
                socket.Dispose();
                continue;
            }

            _sessions.Add(new AttachSession(this, _driver, new DescriptorSocket(socket), caller, now));
        }
    }

    /// <summary>Stops listening and lets every process go, with a word that nothing comes back. Only inside.</summary>
    public void Close(Instant now)
    {
        // One that has hung up meanwhile goes out of the list when it is told.
        foreach (AttachSession session in _sessions.ToArray())
        {
            session.SayFarewell(now);
        }

        HangUp(now);
    }

    /// <summary>As <see cref="Close"/>, without a word: a stack that failed may be started again. Only inside.</summary>
    public void HangUp(Instant now)
    {
        _driver.Remove((IPollSource)this);
        _listener.Dispose();
        File.Delete(_path);
        foreach (AttachSession session in _sessions.ToArray())
        {
            session.Close(CloseReason.ShuttingDown, now);
        }
    }

    /// <summary>What all processes did, those that have gone included.</summary>
    public AttachCounters CountAll()
    {
        var all = new AttachCounters();
        all.Add(_gone);
        _sessions.ForEach(session => all.Add(session.Counters));
        return all;
    }

    private static Caller? TryTellCaller(Socket socket)
    {
        try
        {
            return Caller.Of(socket);
        }
        catch (SocketException)
        {
            return null;
        }
    }

    private bool HasRoomFor(Caller caller) => _sessions.Count < MaxSessions
        && (Access.RightOf(caller) == AccessRight.Administer
            || (_sessions.Count(session => session.Right != AccessRight.Administer) < MaxSessionsOfOthers
                && _sessions.Count(session => session.Caller.User == caller.User) < MaxSessionsOfUser));

    internal void HandleSessionClosed(AttachSession session)
    {
        if (_sessions.Remove(session))
        {
            _gone.Add(session.Counters);
        }
    }
}
