using Lamina.Core;
using Lamina.Ipc;
using Lamina.Ipc.Irm;
using Lamina.Node.Access;
using Lamina.Node.Attach;
using Lamina.Node.Driving;
using Lamina.Node.Management;
using Lamina.Node.Ports;
using Lamina.Node.Programs;

namespace Lamina.Node;

/// <summary>
/// One stack on real time and real sockets: its IRM and IPC processes in one domain, a loop, and the socket at which
/// programs attach. Stacks share nothing, in one process or not.
/// </summary>
public sealed class StackNode : IStackHost, IDisposable
{
    // Good-byes are sent a few times; who did not hear them by then finds out by silence.
    private static readonly TimeSpan FarewellTime = TimeSpan.FromMilliseconds(100);

    private readonly StackOptions _options;
    private readonly StackPorts _ports;
    private readonly AttachServer? _attach;
    private readonly ProcessStarter? _starter;

    /// <summary>A stack that does not run yet.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The attach socket cannot be made.</exception>
    public StackNode(StackOptions options)
    {
        _options = options;
        Name = Name.Parse(options.Name);
        Pool = new PacketPool(options.PoolLimit);
        Driver = new DomainDriver($"lamina-{options.Name}", Pool, CleanUp, options.Edge);
        Driver.Context.Events = options.Events;
        _starter = options.AttachDirectory is { } directory ? new ProcessStarter(Driver, Path.GetFullPath(directory)) : null;
        Irm = new IpcResourceManager(Driver.Context, options.Policies, _starter)
        {
            Memory = options.Keep?.Members,
            Self = options.Keep?.Identity?.Id.ToPeerIdentity() ?? PeerIdentity.Anonymous,
            Invitations = options.Keep?.Issuer is { } issuer ? new DomainInvitations(Driver, issuer) : null,
        };
        Flows = Irm.ServiceFor($"process {Environment.ProcessId}");
        _ports = new StackPorts(Driver, options.Ports ?? PortCatalogue.WithBuiltIns());
        _attach = OpenAttach(options);
        Management = new StackManagement(Driver, Irm, _ports, _attach);
    }

    /// <inheritdoc/>
    public Name Name { get; }

    /// <inheritdoc/>
    public DomainDriver Driver { get; }

    /// <inheritdoc/>
    public IFlowService Flows { get; }

    /// <inheritdoc/>
    public Action? Ended { get; set; }

    /// <inheritdoc/>
    public Action<Instant>? Lost { get; set; }

    /// <summary>IPC processes, names and flows.</summary>
    public StackManagement Management { get; }

    /// <summary>The stack's packet buffers.</summary>
    public PacketPool Pool { get; }

    /// <summary>After <see cref="StopAsync"/>: what was never given back; all 0, or it leaked.</summary>
    public StackUse Leaked => Driver.Stopped.IsCompleted
        ? Management.Inspection.UseNow
        : throw new InvalidOperationException("the stack has not stopped");

    internal IpcResourceManager Irm { get; }

    internal AttachServer? Attach => _attach;

    /// <summary>Starts the loop.</summary>
    public void Start()
    {
        // Nobody else is inside yet.
        if (_attach is not null)
        {
            Driver.Add(_attach);
        }

        Driver.Start();
    }

    /// <inheritdoc/>
    public async Task StopAsync()
    {
        // Whoever is inside may take its time, or the processor away from it: the good-byes begin when it is our turn.
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Driver.Post(new OwnedCall(Driver, now => Close(closed, now))))
        {
            await Task.WhenAny(closed.Task, Driver.Stopped).ConfigureAwait(false);
            await Task.WhenAny(Task.Delay(FarewellTime), Driver.Stopped).ConfigureAwait(false);
        }

        Dispose();
        await Driver.Stopped.ConfigureAwait(false);
    }

    /// <summary>Ends at once, without good-bye.</summary>
    public void Dispose() => Driver.Dispose();

    private void Close(TaskCompletionSource closed, Instant now)
    {
        _attach?.Close(now);
        Irm.Shutdown(now);

        // To the end, whatever its length: what waits there still holds flows and buffers.
        Driver.Context.RunQueue.Drain(now);
        closed.SetResult();
    }

    private AttachServer? OpenAttach(StackOptions options)
    {
        if (options.AttachDirectory is not { } directory)
        {
            return null;
        }

        StackAccess access = options.Access ?? new StackAccess(AccessPolicy.OwnerAlone);
        Directory.CreateDirectory(directory);
        string path = Path.Combine(directory, RuntimeDirectory.AttachSocket);
        return new AttachServer(
            Driver, Irm, Name, path, access, Driver.Edge.WaitsForDescriptors ? options.AttachRingCapacity : 0, options.DirectRingCapacity, options.Keep is { } keep ? new TicketSeal(keep.TicketKey) : null);
    }

    /// <summary>The domain has ended, and nobody is inside: descriptors are closed, whatever state the machines are in.</summary>
    private void CleanUp()
    {
        try
        {
            _ports.CloseAll();
            _attach?.HangUp(Driver.Clock.Now);
            _starter?.Close();
        }
        finally
        {
            Management.HandleEnded();
            Ended?.Invoke();
            if (Driver.Reason is { } reason and not DriverStoppedException)
            {
                _options.Failed?.Invoke(reason);
            }
        }
    }
}
