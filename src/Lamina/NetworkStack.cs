using System.Collections.Concurrent;
using System.Net.Sockets;
using Lamina.Core;
using Lamina.Flows;
using Lamina.Node;
using Lamina.Node.Attach;
using Lamina.Node.Driving;
using Lamina.Node.Management;
using Lamina.Protocols.Flows;

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
public sealed class NetworkStack : IAsyncDisposable
{
    /// <summary>How long an allocation waits by default: 10 s.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

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
    }

    private readonly StackManagement? _management;

    /// <summary>The stack's name.</summary>
    public string Name => Host.Name.Value;

    /// <summary>Management of an embedded stack.</summary>
    /// <exception cref="LaminaException">The stack is a daemon's: manage it through the daemon.</exception>
    public StackManagement Management => _management
        ?? throw new LaminaException(LaminaError.InvalidRequest, "this stack is a daemon's: manage it with `lamina`, or through its control socket");

    internal IStackHost Host { get; }

    /// <summary>Attaches to a daemon's stack.</summary>
    /// <param name="stack">
    /// Its name in the runtime directory, the path of its directory or socket, or a URI of that path. Null: what
    /// <c>LAMINA_STACK</c> says, which is set where a daemon starts a program for its stack; else <c>default</c>.
    /// </param>
    /// <exception cref="LaminaException">No daemon serves it, or this user may not attach.</exception>
    public static async Task<NetworkStack> OpenAsync(string? stack = null)
    {
        string directory = RuntimeDirectory.Of(stack ?? RuntimeDirectory.DefaultStack);
        try
        {
            return new NetworkStack(await StackAttachment.OpenAsync(directory).ConfigureAwait(false), null);
        }
        catch (SocketException failure)
        {
            bool isDenied = failure.SocketErrorCode == SocketError.AccessDenied;
            throw new LaminaException(
                isDenied ? LaminaError.Denied : LaminaError.StackUnreachable,
                isDenied
                    ? $"no permission to attach to the stack in {directory}"
                    : $"no daemon serves a stack in {directory}: {failure.Message} (start one with `lamina daemon`)",
                failure);
        }
        catch (ArgumentOutOfRangeException failure)
        {
            throw new LaminaException(LaminaError.InvalidRequest, $"{directory} is too long a path for a socket", failure);
        }
        catch (AttachException failure)
        {
            throw new LaminaException(LaminaError.StackUnreachable, $"attaching to the stack in {directory} failed: {failure.Message}", failure);
        }
    }

    /// <summary>Starts a stack of this program's own; it ends with <see cref="DisposeAsync"/>.</summary>
    /// <param name="options">What it is called and may use; null: the defaults.</param>
    public static Task<NetworkStack> StartAsync(StackOptions? options = null)
    {
        var node = new StackNode(options ?? new StackOptions());
        var stack = new NetworkStack(node, node.Management);
        node.Start();
        return Task.FromResult(stack);
    }

    /// <summary>Asks for a flow to whoever serves a name.</summary>
    /// <param name="name">1 to 255 bytes of UTF-8.</param>
    /// <param name="qos">What the flow must give; null: <see cref="QosSpec.Data"/>.</param>
    /// <param name="data">Something small for the acceptor, which finds it in <see cref="Flow.PeerData"/>.</param>
    /// <param name="layer">
    /// Only in this layer; null: a direct flow where a program of the same stack is behind the name, else in any layer.
    /// </param>
    /// <param name="timeout">How long to wait; null: <see cref="DefaultTimeout"/>.</param>
    /// <param name="cancellationToken">Ends the wait, and the search.</param>
    /// <exception cref="LaminaException">There is no such flow, for the reason given.</exception>
    public async Task<Flow> AllocateAsync(
        string name,
        QosSpec? qos = null,
        ReadOnlyMemory<byte> data = default,
        string? layer = null,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Duration patience = Duration.FromSeconds((timeout ?? DefaultTimeout).TotalSeconds);
        var operation = new AllocateOperation(this, ParseName(name), qos ?? QosSpec.Data, data, layer, patience);
        _allocations.TryAdd(operation, 0);
        try
        {
            await using (cancellationToken.UnsafeRegister(
                static (state, token) => ((AllocateOperation)state!).Cancel(token), operation).ConfigureAwait(false))
            {
                if (!Host.Driver.Post(operation) || Host.Driver.HasEnded)
                {
                    operation.Fail(LaminaException.Ended(Host.Driver.Reason));
                }

                return await operation.Task.ConfigureAwait(false);
            }
        }
        finally
        {
            _allocations.TryRemove(operation, out _);
        }
    }

    /// <summary>Binds a name to this program: flows for it arrive here. Others reach it where it is registered in a layer.</summary>
    /// <param name="name">1 to 255 bytes of UTF-8.</param>
    /// <param name="backlog">Flows that may wait for <see cref="FlowListener.AcceptAsync"/>; more are refused. Default 128.</param>
    /// <exception cref="LaminaException">The name cannot be bound.</exception>
    public async Task<FlowListener> ListenAsync(string name, int backlog = 128)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(backlog);
        var queue = new ListenerQueue(this, ParseName(name), backlog);
        _listeners.TryAdd(queue, 0);
        if (!TryRun(queue.Listen))
        {
            queue.Fail(LaminaException.Ended(Host.Driver.Reason));
        }

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

    /// <summary>Closes every flow and listener, and the stack where it is this program's own.</summary>
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

    /// <summary>Inside the domain: a flow's end on a flow of the layer below.</summary>
    internal FlowChannel Open(LowerFlow lower, FlowTerms terms, Instant now)
    {
        var channel = new FlowChannel(Host.Driver, lower, terms, closed => _channels.TryRemove(closed, out _), now);
        _channels.TryAdd(channel, 0);
        return channel;
    }

    internal void Forget(ListenerQueue queue) => _listeners.TryRemove(queue, out _);

    /// <summary>False: the domain has ended, and the call may not have run.</summary>
    internal bool TryRun(Action<Instant> call) => Host.Driver.Post(new OwnedCall(Host.Driver, call)) && !Host.Driver.HasEnded;

    private static Name ParseName(string name) => Core.Name.TryParse(name, out Name parsed)
        ? parsed
        : throw new LaminaException(LaminaError.InvalidRequest, $"'{name}' is not a name: 1 to {Core.Name.MaxLength} bytes of UTF-8 without control characters");

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
