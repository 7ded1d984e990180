using Lamina.Daemon.Authorities;
using Lamina.Daemon.Control;
using Lamina.Daemon.Health;
using Lamina.Daemon.Hosting.State;
using Lamina.Daemon.Http;
using Lamina.Daemon.Logging;
using Lamina.Node.Access;

using Microsoft.Extensions.Logging;

namespace Lamina.Daemon.Hosting;

/// <summary>One stack of a daemon, from the claim of its directories to their release.</summary>
internal sealed class RunningStack
{
    private readonly StackDirectory _directory;
    private readonly StackState? _state;
    private readonly IHostedStack _stack;
    private readonly ILogger _log;
    private readonly StackAccess _access;
    private ControlServer? _server;
    private CredentialWatch? _credentials;

    private RunningStack(StackDirectory directory, StackState? state, IHostedStack stack, StackAccess access, ILogger log)
    {
        _directory = directory;
        _state = state;
        _stack = stack;
        _access = access;
        _log = log;
    }

    public StackPaths Paths => _directory.Paths;

    public IStackControl Control => _stack.Control;

    /// <summary>True where the command line asked for it: a configuration does not end it.</summary>
    public bool IsKept { get; init; }

    /// <summary>What the daemon's configuration is to this stack, for its status; null: there is none.</summary>
    public Func<ConfigurationReport?> Configuration { get; set; } = () => null;

    /// <summary>Opens it; what was opened before a failure is closed again.</summary>
    /// <param name="paths">Its places.</param>
    /// <param name="options">The daemon's.</param>
    /// <param name="policy">Who may do what; null: the usual ones.</param>
    public static async Task<RunningStack> StartAsync(StackPaths paths, DaemonOptions options, AccessPolicy? policy = null)
    {
        StackDirectory directory = StackDirectory.Claim(paths);
        StackAccess access = new(policy ?? AccessPolicy.Default());
        StackState? state = null;
        IHostedStack? stack = null;
        try
        {
            state = OpenState(paths, options);
            stack = await options.OpenStack(paths, new StackTerms(state, access));
            RunningStack running = new(directory, state, stack, access, options.Log) { IsKept = options.Stacks.Contains(paths) };
            running._server = await ControlServer.StartAsync(
                paths.ControlSocket, stack.Control, access, running.Annotate, running.Examine, running.TellOfServer, CancellationToken.None);
            running.Protect();
            running.WatchCredentials();
            return running;
        }
        catch (Exception failure)
        {
            if (stack is not null)
            {
                await stack.CloseAsync();
            }

            state?.Dispose();
            directory.Dispose();
            if (StackPlaceException.Covers(failure))
            {
                throw new StackPlaceException(paths, failure);
            }

            throw;
        }
    }

    /// <summary>Changes who may do what; null: the usual ones. Who is attached stays.</summary>
    public void SetAccess(AccessPolicy? policy)
    {
        _access.Policy = policy ?? AccessPolicy.Default();
        Protect();
    }

    /// <summary>Ends when its loop has answered.</summary>
    public Task AnswerAsync() => _stack.AnswerAsync();

    /// <summary>In the opposite order: no more management, then the stack, then the directories.</summary>
    public async Task<ResourceUse> StopAsync()
    {
        await _server!.DisposeAsync();
        await (_credentials?.DisposeAsync() ?? ValueTask.CompletedTask);
        ResourceUse left = await _stack.CloseAsync();
        _state?.Dispose();
        _directory.Dispose();
        return left;
    }

    /// <summary>Where the place was chosen, it is that one or none; the default one may be another daemon's.</summary>
    private static StackState? OpenState(StackPaths paths, DaemonOptions options)
    {
        if (options.State is not { } place)
        {
            return null;
        }

        try
        {
            StackState state = StackState.Open(Path.Combine(place.Directory, paths.Name), TimeProvider.System);
            foreach (string warning in state.Warnings)
            {
                options.Log.IdentityWarning(paths.Name, warning);
            }

            return state;
        }
        catch (StatePlaceException failure) when (!place.IsChosen)
        {
            options.Log.StateInMemory(paths.Name, failure.Message);
            return StackState.InMemory();
        }
    }

    private void WatchCredentials()
    {
        if (_state is { Directory: { } directory, Memberships: { } memberships })
        {
            _credentials = CredentialWatch.Start(new CredentialWatch(Paths.Name, directory, _state.Identity, memberships, TimeProvider.System, _log) { Keyring = _state.Keyring, Members = _state.Renewal });
        }
    }

    private void Protect()
    {
        SocketGuard.Protect(Paths.ControlSocket, _access.Policy, AccessRight.Read);
        if (File.Exists(Paths.AttachSocket))
        {
            SocketGuard.Protect(Paths.AttachSocket, _access.Policy, AccessRight.Use);
        }

        SocketGuard.Open(Paths.Directory, _access.Policy);
    }

    private void TellOfServer(Exception failure) => _log.ControlFailed(Paths.Name, failure.Message);

    private StatusReport Annotate(StatusReport report) =>
        report with { State = _state?.Report, Configuration = Configuration() };

    private HealthReport Examine(HealthReport report) =>
        _state?.Report.Directory is { } directory ? report.With(StateCheck.Examine(directory)) : report;
}
