using Lamina.Core;
using Lamina.Ipc;
using Lamina.Node.Attach;
using Lamina.Node.Driving;

namespace Lamina.Node;

/// <summary>A program's attachment to a daemon's stack, with a domain and a thread of its own.</summary>
public sealed class StackAttachment : IStackHost, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private StackAttachment(AttachHandshake handshake, string path, TimeSpan returnTime)
    {
        Driver = new DomainDriver("lamina-attached", new PacketPool(), CleanUp);
        Stack = new AttachedStack(Driver, handshake, path, new Duration(returnTime.Ticks * 100), now => Lost?.Invoke(now), away => AwayChanged?.Invoke(away));
        ReturnTime = returnTime;
    }

    /// <inheritdoc/>
    public TimeSpan ReturnTime { get; }

    /// <inheritdoc/>
    public Action<bool>? AwayChanged { get; set; }

    /// <inheritdoc/>
    public Name Name => Stack.StackName;

    /// <inheritdoc/>
    public DomainDriver Driver { get; }

    /// <inheritdoc/>
    public IFlowService Flows => Stack;

    /// <inheritdoc/>
    public bool IsOwn => false;

    /// <inheritdoc/>
    public bool IsAway => Stack.IsAway;

    internal AttachedStack Stack { get; }

    /// <inheritdoc/>
    public Action? Ended { get; set; }

    /// <inheritdoc/>
    public Action<Instant>? Lost { get; set; }

    /// <summary>Attaches to the stack whose sockets are in a directory.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="returnTime">How long a daemon that dies is waited for; zero: not at all.</param>
    /// <exception cref="System.Net.Sockets.SocketException">No daemon listens there, or it is not allowed.</exception>
    /// <exception cref="AttachException">A daemon listens, but the attachment failed.</exception>
    public static Task<StackAttachment> OpenAsync(string directory, TimeSpan returnTime) => Task.Run(() => Open(directory, returnTime));

    /// <summary>As <see cref="OpenAsync"/>; blocks, for 5 s at most.</summary>
    /// <param name="directory">As there.</param>
    /// <param name="returnTime">As there.</param>
    /// <exception cref="System.Net.Sockets.SocketException">No daemon listens there, or it is not allowed.</exception>
    /// <exception cref="AttachException">A daemon listens, but the attachment failed.</exception>
    public static StackAttachment Open(string directory, TimeSpan returnTime)
    {
        string path = Path.Combine(directory, RuntimeDirectory.AttachSocket);
        var attachment = new StackAttachment(AttachHandshake.Connect(path, Patience), path, returnTime);
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
