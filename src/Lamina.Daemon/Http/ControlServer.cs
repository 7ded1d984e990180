using Lamina.Daemon.Control;
using Lamina.Node.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Lamina.Daemon.Http;

/// <summary>
/// HTTP/1.1 on one Unix socket and nowhere else: the empty builder reads no configuration and no environment that could
/// add an endpoint. It runs only while somebody is connected: see <see cref="OnDemandHost"/>.
/// </summary>
public sealed class ControlServer : IAsyncDisposable
{
    /// <summary>Largest request body, in bytes.</summary>
    public const int MaxBodySize = 64 * 1024;

    private readonly OnDemandHost _host;

    private ControlServer(OnDemandHost host) => _host = host;

    /// <summary>As the other, with status and health as the stack gives them.</summary>
    public static Task<ControlServer> StartAsync(string socketPath, IStackControl stack, CancellationToken cancel) =>
        StartAsync(socketPath, stack, new StackAccess(AccessPolicy.OwnerAlone), report => report, report => report, _ => { }, cancel);

    /// <summary>Listens on the path; the caller has made sure that it is free and gives it its mode.</summary>
    /// <param name="socketPath">The path.</param>
    /// <param name="stack">What is managed.</param>
    /// <param name="access">Who may do what.</param>
    /// <param name="annotate">Adds what the stack does not know about itself to its status.</param>
    /// <param name="examine">Adds what the stack does not know about itself to its health.</param>
    /// <param name="failed">Told why calls are lost, where the server itself fails.</param>
    /// <param name="cancel">Gives up.</param>
    public static Task<ControlServer> StartAsync(
        string socketPath, IStackControl stack, StackAccess access, Func<StatusReport, StatusReport> annotate, Func<HealthReport, HealthReport> examine,
        Action<Exception> failed, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        return Task.FromResult(new ControlServer(new OnDemandHost(socketPath, access, feed => Build(socketPath, stack, access, annotate, examine, feed), failed)));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private static WebApplication Build(
        string socketPath, IStackControl stack, StackAccess access, Func<StatusReport, StatusReport> annotate, Func<HealthReport, HealthReport> examine,
        ConnectionFeed feed)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodySize;
            kestrel.Limits.MaxConcurrentConnections = CallerRoom.Most;
            kestrel.ListenUnixSocket(socketPath, listen => listen.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddSingleton<IConnectionListenerFactory>(feed);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, BorrowedLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));

        WebApplication application = builder.Build();
        application.UseMiddleware<FailureMiddleware>();
        application.UseRouting();
        application.UseMiddleware<RightMiddleware>(access);
        StatusEndpoints.Map(application, stack, annotate);
        IpcpEndpoints.Map(application, stack);
        NameEndpoints.Map(application, stack);
        JoiningEndpoints.Map(application, stack);
        PolicyEndpoints.Map(application, stack.Policies);
        ObservationEndpoints.Map(application, stack, examine);
        TraceEndpoints.Map(application, stack, application.Lifetime.ApplicationStopping);
        return application;
    }
}
