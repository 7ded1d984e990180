// KeyValue: a small service, and how to design a protocol on messages.
//
//   dotnet run --project samples/KeyValue                         a server and eight clients in one process
//   dotnet run --project samples/KeyValue -- serve                a server on a daemon's stack, until Ctrl-C
//   dotnet run --project samples/KeyValue -- put colour blue      a client, in another terminal
//   dotnet run --project samples/KeyValue -- watch                prints every change, until Ctrl-C
//
// Shows: one message for one request, requests under way side by side, answers longer than a message, a client that watches,
// one that is too slow, and versions. The protocol is in docs/design/SAMPLES.md.
using System.Text;
using KeyValue;
using Lamina;
using Samples;

const string Usage = """
    usage: KeyValue                     a server and eight clients, in one process
           KeyValue serve               serves until Ctrl-C
           KeyValue get KEY             prints a value
           KeyValue put KEY VALUE       sets a value
           KeyValue delete KEY          takes a key away
           KeyValue list [PREFIX]       prints the keys
           KeyValue watch [PREFIX]      prints every change until Ctrl-C
    options: --stack NAME|PATH          the daemon's stack (default: LAMINA_STACK, else `default`)
             --name NAME                of the service (default: kv)
    """;

return await Sample.RunAsync(args, Usage, async (arguments, cancel) =>
{
    string name = arguments.NameOr("kv");
    switch (arguments.Verb)
    {
        case "":
            await using (NetworkStack stack = await arguments.OpenStackAsync())
            {
                await Tour.RunAsync(stack, name, cancel);
            }

            break;
        case "serve":
            arguments.Words(0);
            await using (NetworkStack stack = await arguments.OpenStackAsync())
            await using (Server server = await Server.StartAsync(stack, name))
            {
                Console.Error.WriteLine($"serving '{name}'; Ctrl-C ends");
                await server.RunAsync(cancel);
            }

            break;
        case "get":
            string wanted = arguments.Words(1)[0];
            await AskAsync(arguments, name, async client => Console.WriteLine(
                await client.GetAsync(wanted, cancel) is { } value ? Encoding.UTF8.GetString(value) : throw NotThere(wanted)), cancel);
            break;
        case "put":
            string[] pair = arguments.Words(2);
            await AskAsync(arguments, name, client => client.PutAsync(pair[0], Encoding.UTF8.GetBytes(pair[1]), cancel), cancel);
            break;
        case "delete":
            string unwanted = arguments.Words(1)[0];
            await AskAsync(arguments, name, async client => _ = await client.DeleteAsync(unwanted, cancel) ? true : throw NotThere(unwanted), cancel);
            break;
        case "list":
            string prefix = arguments.WordOr("");
            await AskAsync(arguments, name, async client =>
            {
                await foreach (string key in client.ListAsync(prefix, cancel))
                {
                    Console.WriteLine(key);
                }
            }, cancel);
            break;
        case "watch":
            string watched = arguments.WordOr("");
            await AskAsync(arguments, name, async client =>
            {
                await foreach (Change change in client.WatchAsync(watched, cancel))
                {
                    Console.WriteLine(change.Value is { } value ? $"{change.Key} = {Encoding.UTF8.GetString(value)}" : $"{change.Key} is gone");
                }
            }, cancel);
            break;
        default:
            throw new UsageException($"'{arguments.Verb}' is none of serve, get, put, delete, list, watch");
    }
});

static async Task AskAsync(Arguments arguments, string name, Func<Client, Task> ask, CancellationToken cancel)
{
    await using NetworkStack stack = await arguments.OpenStackAsync();
    await using Client client = await Client.ConnectAsync(stack, name, cancel);
    await ask(client);
}

static SampleException NotThere(string key) => new($"there is no key '{key}'", exitCode: 4);
