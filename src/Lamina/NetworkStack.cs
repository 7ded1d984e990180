using System.Collections.Concurrent;
using Lamina.Core;
using Lamina.Flows;
using Lamina.Node;
using Lamina.Node.Driving;
using Lamina.Node.Management;
using Lamina.Protocols.Flows;
using Lamina.Security.Records;

namespace Lamina;

/// <summary>
/// A network stack that this program uses: a daemon's (<see cref="OpenAsync"/>), or one of its own
/// (<see cref="StartAsync"/>). A program may use as many as it likes. Safe for many threads.
/// <code>
/// await using var stack = await NetworkStack.OpenAsync("default");
/// await using var flow = await stack.AllocateAsync("echo");
/// flow.Write("hello"u8);
/// </code>
/// </summary>
public sealed partial class NetworkStack : IAsyncDisposable, IDisposable
{
    // What waits for something, so that nobody waits for ever when the domain ends.
    private readonly ConcurrentDictionary<FlowChannel, byte> _channels = new();
    private readonly ConcurrentDictionary<ListenerQueue, byte> _listeners = new();
    private readonly ConcurrentDictionary<AllocateOperation, byte> _allocations = new();

    private NetworkStack(IStackHost host, StackManagement? management)
    {
        Host = host;
        _management = management;
        host.Ended = HandleEnded;
        host.Lost = HandleLost;
        host.AwayChanged = HandleAwayChanged;
    }

    private readonly StackManagement? _management;
    private volatile bool _isAway;

    /// <summary>
    /// Raised when the daemon whose stack this is has died and its successor is waited for, and when that one is there; on a thread
    /// of the pool. Where the time to wait is over nothing is raised: flows and listeners hear it themselves.
    /// </summary>
    public event EventHandler? AwayChanged;

    /// <summary>How long a daemon that dies is waited for by default: 30 s, which is as long as a flow sends anything again.</summary>
    public static readonly TimeSpan DefaultReturnTime = TimeSpan.FromSeconds(30);

    /// <summary>The stack's name.</summary>
    public string Name => Host.Name.Value;

    /// <summary>
    /// True while the daemon whose stack this is has died, and is not back: see the return time of <see cref="OpenAsync"/>. A stack of
    /// one's own is never away.
    /// </summary>
    public bool IsAway => _isAway;

    /// <summary>How long a daemon that died is waited for; zero: not at all.</summary>
    public TimeSpan ReturnTime => Host.ReturnTime;

    /// <summary>Management of an embedded stack.</summary>
    /// <exception cref="LaminaException">The stack is a daemon's: manage it through the daemon.</exception>
    public StackManagement Management => _management
        ?? throw new LaminaException(LaminaError.InvalidRequest, "this stack is a daemon's: manage it with `lamina`, or through its control socket");

    internal IStackHost Host { get; }

    /// <summary>
    /// Of the initiator's end (true) or the acceptor's, for benches and tests: flows are sealed with them as if a handshake had ended so.
    /// Null (default): there are none. Set before the first flow, at both sides.
    /// </summary>
    internal Func<bool, RecordKeys>? LabKeys { get; set; }

    /// <summary>Attaches to a daemon's stack.</summary>
    /// <param name="stack">
    /// Its name in the runtime directory; the path of its directory, or of a socket in it; or a URI: <c>lamina:NAME</c>,
    /// <c>lamina:/PATH</c>, <c>file:///PATH</c>. Null: what <c>LAMINA_STACK</c> says, which is set where a daemon starts a
    /// program for its stack; else <c>default</c>. Names are looked up in <c>LAMINA_RUNTIME_DIR</c>, else <c>/run/lamina</c>
    /// for root, else <c>$XDG_RUNTIME_DIR/lamina</c>.
    /// </param>
    /// <param name="returnTime">
    /// How long a daemon that dies is waited for. When it is started again in this time, with the same configuration and state directory,
    /// names are bound again and flows over unicast layers go on: they are down meanwhile (<see cref="Flow.IsUp"/>), and what FRCP keeps is
    /// neither lost nor doubled; others fail with StackLost at once, as do new allocations. Zero: everything fails at once. Null: the seconds
    /// in <c>LAMINA_RETURN_TIME</c>, else <see cref="DefaultReturnTime"/>. A daemon that stops in good order is not waited for.
    /// </param>
    /// <exception cref="LaminaException">
    /// StackUnreachable: no daemon serves it. Denied: this user may not attach. InvalidRequest: it is no name, path or URI.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative, and not infinite.</exception>
    public static async Task<NetworkStack> OpenAsync(string? stack = null, TimeSpan? returnTime = null)
    {
        string directory = StackPlace.Find(stack);
        TimeSpan patience = Lamina.ReturnTime.From(returnTime);
        try
        {
            return new NetworkStack(await StackAttachment.OpenAsync(directory, patience).ConfigureAwait(false), null);
        }
        catch (Exception failure) when (StackPlace.Explain(directory, failure) is { } explained)
        {
            throw explained;
        }
    }

    /// <summary>As <see cref="OpenAsync"/>; blocks, for 5 s at most.</summary>
    /// <param name="stack">As there.</param>
    /// <param name="returnTime">As there.</param>
    /// <exception cref="LaminaException">As there.</exception>
    public static NetworkStack Open(string? stack = null, TimeSpan? returnTime = null)
    {
        string directory = StackPlace.Find(stack);
        TimeSpan patience = Lamina.ReturnTime.From(returnTime);
        try
        {
            return new NetworkStack(StackAttachment.Open(directory, patience), null);
        }
        catch (Exception failure) when (StackPlace.Explain(directory, failure) is { } explained)
        {
            throw explained;
        }
    }

    /// <summary>Starts a stack of this program's own; it ends with <see cref="DisposeAsync"/>.</summary>
    /// <param name="options">What it is called and may use; null: the defaults.</param>
    public static Task<NetworkStack> StartAsync(StackOptions? options = null) => Task.FromResult(Start(options));

    /// <summary>As <see cref="StartAsync"/>: nothing about it has to be waited for.</summary>
    /// <param name="options">What it is called and may use; null: the defaults.</param>
    public static NetworkStack Start(StackOptions? options = null)
    {
        var node = new StackNode(options ?? new StackOptions());
        var stack = new NetworkStack(node, node.Management);
        node.Start();
        return stack;
    }

    /// <summary>Binds a name to this program: flows for it arrive here. Others reach it where it is registered in a layer.</summary>
    /// <param name="name">1 to 255 bytes of UTF-8.</param>
    /// <param name="backlog">Flows that may wait for <see cref="FlowListener.AcceptAsync(CancellationToken)"/>; more are refused. Default 128.</param>
    /// <param name="options">What this end does for the flows that arrive; null: <see cref="FlowOptions.Default"/>.</param>
    /// <exception cref="LaminaException">The name cannot be bound.</exception>
    public async Task<FlowListener> ListenAsync(string name, int backlog = 128, FlowOptions? options = null)
    {
        ListenerQueue queue = StartListening(name, backlog, options);
        try
        {
            await queue.Bound.ConfigureAwait(false);
        }
        catch
        {
            Forget(queue);
            throw;
        }

        return new FlowListener(this, queue);
    }

    /// <summary>As <see cref="ListenAsync"/>; blocks.</summary>
    /// <param name="name">As there.</param>
    /// <param name="backlog">As there.</param>
    /// <param name="options">As there.</param>
    /// <exception cref="LaminaException">The name cannot be bound.</exception>
    public FlowListener Listen(string name, int backlog = 128, FlowOptions? options = null)
    {
        ListenerQueue queue = StartListening(name, backlog, options);
        try
        {
            queue.Bound.GetAwaiter().GetResult();
        }
        catch
        {
            Forget(queue);
            throw;
        }

        return new FlowListener(this, queue);
    }

    /// <summary>As <see cref="DisposeAsync"/>; blocks.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>
    /// Closes every flow and listener at once, and the stack where it is this program's own. What was written and is not
    /// delivered may be lost: close the flows first.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        TryRun(now =>
        {
            foreach (ListenerQueue listener in _listeners.Keys)
            {
                listener.Close(now);
            }

            foreach (FlowChannel channel in _channels.Keys)
            {
                channel.Abort(CloseReason.Normal, now);
            }
        });
        await Host.StopAsync().ConfigureAwait(false);
    }

    private ListenerQueue StartListening(string name, int backlog, FlowOptions? options)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(backlog);
        var queue = new ListenerQueue(this, ParseName(name), backlog, options ?? FlowOptions.Default);
        _listeners.TryAdd(queue, 0);
        if (!TryRun(queue.Listen))
        {
            queue.Fail(LaminaException.Ended(Host.Driver.Reason));
        }

        return queue;
    }

    /// <summary>Inside the domain: a flow's end on a flow of the layer below.</summary>
    internal FlowChannel Open(LowerFlow lower, FlowTerms terms, Instant now, RecordKeys? keys = null)
    {
        var channel = new FlowChannel(this, lower, terms, now, keys);
        _channels.TryAdd(channel, 0);
        return channel;
    }

    internal void Forget(FlowChannel channel) => _channels.TryRemove(channel, out _);

    internal void Forget(AllocateOperation operation) => _allocations.TryRemove(operation, out _);

    internal void Forget(ListenerQueue queue) => _listeners.TryRemove(queue, out _);

    /// <summary>False: the domain has ended, and the call may not have run.</summary>
    internal bool TryRun(Action<Instant> call) => Host.Driver.Post(new OwnedCall(Host.Driver, call)) && !Host.Driver.HasEnded;

    private static Name ParseName(string name) => Core.Name.TryParse(name, out Name parsed)
        ? parsed
        : throw new LaminaException(LaminaError.InvalidRequest, $"'{name}' is not a name: 1 to {Core.Name.MaxLength} bytes of UTF-8 without control characters");

    private void HandleAwayChanged(bool isAway)
    {
        _isAway = isAway;
        if (AwayChanged is { } changed)
        {
            // Not on the domain's thread: whoever listens may wait.
            ThreadPool.QueueUserWorkItem(_ => changed(this, EventArgs.Empty));
        }
    }

    private void HandleLost(Instant now)
    {
        // Flows and allocations hear it themselves; a listener would wait for ever.
        foreach (ListenerQueue listener in _listeners.Keys)
        {
            listener.HandleLost(now);
        }
    }

    private void HandleEnded()
    {
        LaminaException failure = LaminaException.Ended(Host.Driver.Reason);
        foreach (AllocateOperation operation in _allocations.Keys)
        {
            operation.Fail(failure);
        }

        foreach (ListenerQueue listener in _listeners.Keys)
        {
            listener.Fail(failure);
        }

        foreach (FlowChannel channel in _channels.Keys)
        {
            channel.Abandon();
        }
    }
}
