// Echo: a server for many clients at once.
//
//   dotnet run --project samples/Echo                       server and clients in one process, on a stack of their own
//   dotnet run --project samples/Echo -- serve              a server on a daemon's stack, until Ctrl-C
//   dotnet run --project samples/Echo -- send "Hello!"      a client, in another terminal
//
// Shows: accepting flows while others are served, a client that goes wrong without harm to the rest, a clean end.
using Echo;
using Lamina;
using Samples;

const string Usage = """
    usage: Echo                      a server and ten clients, in one process
           Echo serve                serves until Ctrl-C
           Echo send MESSAGE         sends a message, prints the answer
    options: --stack NAME|PATH       the daemon's stack (default: LAMINA_STACK, else `default`)
             --name NAME             of the service (default: echo)
    """;
const int Clients = 10;
const int MessagesOfEach = 100;

return await Sample.RunAsync(args, Usage, async (arguments, cancel) =>
{
    string name = arguments.NameOr("echo");
    switch (arguments.Verb)
    {
        case "":
            await using (NetworkStack stack = await arguments.OpenStackAsync())
            {
                await RunBothAsync(stack, name, cancel);
            }

            break;
        case "serve":
            arguments.Words(0);
            await using (NetworkStack stack = await arguments.OpenStackAsync())
            await using (EchoServer server = await EchoServer.StartAsync(stack, name))
            {
                Console.Error.WriteLine($"serving '{name}'; Ctrl-C ends");
                await server.RunAsync(cancel);
                Console.WriteLine($"{server.Messages} messages of {server.Clients} clients");
                cancel.ThrowIfCancellationRequested();
            }

            break;
        case "send":
            string message = arguments.Words(1)[0];
            await using (NetworkStack stack = await arguments.OpenStackAsync())
            await using (Flow flow = await stack.AllocateAsync(name, cancellationToken: cancel))
            {
                Console.WriteLine(await EchoClient.SendAsync(flow, message, cancel));
            }

            break;
        default:
            throw new UsageException($"'{arguments.Verb}' is none of serve, send");
    }
});

static async Task RunBothAsync(NetworkStack stack, string name, CancellationToken cancel)
{
    await using EchoServer server = await EchoServer.StartAsync(stack, name);
    using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
    Task serving = server.RunAsync(stop.Token);
    await Task.WhenAll(Enumerable.Range(0, Clients).Select(async client =>
    {
        await using Flow flow = await stack.AllocateAsync(name, cancellationToken: cancel);
        for (int i = 0; i < MessagesOfEach; i++)
        {
            string message = $"message {i} of client {client}";
            if (await EchoClient.SendAsync(flow, message, cancel) != message)
            {
                throw new SampleException($"client {client} did not get back what it sent");
            }
        }
    }));
    await stop.CancelAsync();
    await serving;
    cancel.ThrowIfCancellationRequested();
    Console.WriteLine($"{server.Messages} messages of {server.Clients} clients came back as they were sent");
}
