// TwoStacks: two stacks in one process, strangers to each other until a layer joins them.
//
//   dotnet run --project samples/TwoStacks
//
// Shows: that a stack's names are its own, what a stack says of a name that it does not know, and how programs reach through
// a layer on UDP. The same lines work with the stacks in two processes, or on two hosts.
using System.Net;
using System.Text;
using Lamina;
using Lamina.Core;
using Lamina.Ipc;
using Lamina.Node;
using Lamina.Node.Management;
using Samples;

const string Usage = "usage: TwoStacks";

return await Sample.RunAsync(args, Usage, async (arguments, cancel) =>
{
    if (arguments.Verb.Length > 0)
    {
        throw new UsageException("this sample takes no words");
    }

    await using NetworkStack left = await NetworkStack.StartAsync(new StackOptions { Name = "left" });
    await using NetworkStack right = await NetworkStack.StartAsync(new StackOptions { Name = "right" });
    using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
    await using FlowListener leftGreeter = await left.ListenAsync("greeter");
    await using FlowListener rightGreeter = await right.ListenAsync("greeter");
    await using FlowListener rightClock = await right.ListenAsync("clock");
    Task serving = Task.WhenAll(
        ServeAsync(leftGreeter, "hello from left", stop.Token),
        ServeAsync(rightGreeter, "hello from right", stop.Token),
        ServeAsync(rightClock, "right keeps the time", stop.Token));

    Console.WriteLine("Each stack has names of its own:");
    await AskAsync(left, "greeter", null, cancel);
    await AskAsync(right, "greeter", null, cancel);
    await AskAsync(left, "clock", null, cancel);

    Console.WriteLine("A layer between them, over UDP on loopback; right registers its names there:");
    IPEndPoint place = await JoinAsync(right);
    await JoinAsync(left, place);
    Must(await right.Management.Names.RegisterAsync(Name.Parse("greeter"), "between", cancel));
    Must(await right.Management.Names.RegisterAsync(Name.Parse("clock"), "between", cancel));
    await AskAsync(left, "clock", null, cancel);

    Console.WriteLine("A name that both have is the own one first; the layer's, where the layer is named:");
    await AskAsync(left, "greeter", null, cancel);
    await AskAsync(left, "greeter", "between", cancel);

    await stop.CancelAsync();
    await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
});

// One UDP socket each, on a port that is free. Who asks for names must know where to ask: left is told where right is.
static async Task<IPEndPoint> JoinAsync(NetworkStack stack, params IPEndPoint[] peers)
{
    Must(await stack.Management.Ipcps.CreateAsync("udp", IpcProcessKind.Udp));
    Must(await stack.Management.Ipcps.BootstrapUdpAsync(
        "udp", new UdpParameters("between", new IPEndPoint(IPAddress.Loopback, 0)) { Peers = [.. peers], IsInsecure = true }));
    return (await stack.Management.Ipcps.ListPortsAsync())[0].Local;
}

static async Task ServeAsync(FlowListener listener, string sentence, CancellationToken cancel)
{
    while (true)
    {
        await using Flow flow = await listener.AcceptAsync(cancel);
        await flow.WriteAsync(Encoding.UTF8.GetBytes(sentence), cancel);
    }
}

static async Task AskAsync(NetworkStack stack, string name, string? layer, CancellationToken cancel)
{
    string asked = $"  {stack.Name} asks for {name}{(layer is null ? "" : $" in layer {layer}")}";
    try
    {
        await using Flow flow = await stack.AllocateAsync(name, layer: layer, cancellationToken: cancel);
        byte[] buffer = new byte[128];
        ReadResult read = await flow.ReadAsync(buffer, cancel);
        Console.WriteLine($"{asked}: {Encoding.UTF8.GetString(buffer, 0, read.Length)}");
    }
    catch (LaminaException failure) when (failure.Error == LaminaError.NameUnknown)
    {
        Console.WriteLine($"{asked}: nobody there knows it");
    }
}

static void Must(Outcome outcome)
{
    if (!outcome.IsOk)
    {
        throw new SampleException($"{outcome.Message}; try: {outcome.Hint}");
    }
}
