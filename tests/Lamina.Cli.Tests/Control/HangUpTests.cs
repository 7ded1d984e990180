using Lamina.Core;
using Lamina.Daemon;
using Lamina.Daemon.Client;
using Lamina.Daemon.Control;
using Lamina.Daemon.Hosting;
using Lamina.Daemon.Http;
using Lamina.Node.Access;

namespace Lamina.Cli.Tests.Control;

/// <summary>What a daemon does for a caller ends with the caller.</summary>
public sealed class HangUpTests : IDisposable
{
    private static readonly EnrolRequest Nowhere = new("gone", "unicast", Insecure: true);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("lamina-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task The_stack_is_told_that_the_caller_has_gone()
    {
        string socket = Path.Combine(_directory.FullName, "control.sock");
        RecordingControl stack = new() { Enrolling = new TaskCompletionSource<CancellationToken>() };
        await using ControlServer server = await ControlServer.StartAsync(socket, stack, TestContext.Current.CancellationToken);
        using ControlClient client = new(socket);
        using CancellationTokenSource gone = new();
        Task<Outcome> enrolment = client.EnrolAsync("uni", Nowhere, gone.Token).AsTask();
        CancellationToken seen = await stack.Enrolling.Task;
        Assert.False(seen.IsCancellationRequested);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => enrolment);
        TaskCompletionSource told = new();
        await using CancellationTokenRegistration registration = seen.Register(told.SetResult);
        await told.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stack_gives_up_and_takes_back_what_it_made(bool exists)
    {
        IHostedStack stack = await NodeStack.OpenAsync(StackPaths.Resolve("s", _directory.CreateSubdirectory("s").Parent!.FullName), new StackTerms(null, new StackAccess(AccessPolicy.OwnerAlone)), "0", TextWriter.Null);
        using CancellationTokenSource gone = new();
        if (exists)
        {
            Assert.Equal(Outcome.Ok, await stack.Control.CreateAsync(new CreateRequest("uni", "unicast"), CancellationToken.None));
        }

        // A layer below that knows nobody: the name is asked for again and again, for 5 s.
        Assert.Equal(Outcome.Ok, await stack.Control.BootstrapAsync("lo", new BootstrapRequest("low", "local"), CancellationToken.None));
        ValueTask<Outcome> enrolment = stack.Control.EnrolAsync("uni", Nowhere, gone.Token);
        await gone.CancelAsync();
        Assert.Contains("it was given up", (await enrolment).Message, StringComparison.Ordinal);
        IEnumerable<string> left = (await stack.Control.ListIpcpsAsync(CancellationToken.None)).Value!.Ipcps.Select(ipcp => ipcp.Name).Order();
        Assert.Equal(exists ? ["lo", "uni"] : ["lo"], left);
        await stack.CloseAsync();
    }
}
