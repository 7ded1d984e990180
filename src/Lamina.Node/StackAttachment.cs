using Lamina.Core;
using Lamina.Ipc;
using Lamina.Node.Attach;
using Lamina.Node.Driving;

namespace Lamina.Node;

/// <summary>A program's attachment to a daemon's stack, with a domain and a thread of its own.</summary>
public sealed class StackAttachment : IStackHost, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);


    private StackAttachment(AttachHandshake handshake)
    {
        Driver = new DomainDriver("lamina-attached", new PacketPool(), CleanUp);
        Stack = new AttachedStack(Driver, handshake, now => Lost?.Invoke(now));
    }

    /// <inheritdoc/>
    public Name Name => Stack.StackName;

    /// <inheritdoc/>
    public DomainDriver Driver { get; }

    /// <inheritdoc/>
    public IFlowService Flows => Stack;

    internal AttachedStack Stack { get; }

    /// <inheritdoc/>
    public Action? Ended { get; set; }

    /// <inheritdoc/>
    public Action<Instant>? Lost { get; set; }

    /// <summary>Attaches to the stack whose sockets are in a directory.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">No daemon listens there, or it is not allowed.</exception>
    /// <exception cref="AttachException">A daemon listens, but the attachment failed.</exception>
    public static Task<StackAttachment> OpenAsync(string directory) => Task.Run(() => Open(directory));

    /// <summary>As <see cref="OpenAsync"/>; blocks, for 5 s at most.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">No daemon listens there, or it is not allowed.</exception>
    /// <exception cref="AttachException">A daemon listens, but the attachment failed.</exception>
    public static StackAttachment Open(string directory)
    {
        AttachHandshake handshake = AttachHandshake.Connect(Path.Combine(directory, RuntimeDirectory.AttachSocket), Patience);
        var attachment = new StackAttachment(handshake);
        attachment.Driver.Start();
        return attachment;
    }

    /// <inheritdoc/>
    public async Task StopAsync()
    {
        Driver.Post(new Leave(Driver, Stack));
        await Driver.Stopped.ConfigureAwait(false);
    }

    /// <summary>Ends at once, without a word to the daemon but the end of the connection.</summary>
    public void Dispose() => Driver.Dispose();

    private void CleanUp()
    {
        Stack.Dispose();
        Ended?.Invoke();
    }

    private sealed class Leave(DomainDriver driver, AttachedStack stack) : DriverWork(driver)
    {
        protected override void RunOwned(Instant now)
        {
            stack.Close(now);
            Driver.Context.RunQueue.Drain(now);
            Driver.Fail(new DriverStoppedException());
        }
    }
}
