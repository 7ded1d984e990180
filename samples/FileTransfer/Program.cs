// FileTransfer: files over flows, with progress, a checksum, and no half files.
//
//   dotnet run --project samples/FileTransfer                     sends a file of 32 MiB to itself
//   dotnet run --project samples/FileTransfer -- receive DIR      takes files on a daemon's stack, until Ctrl-C
//   dotnet run --project samples/FileTransfer -- send FILE        sends one, in another terminal
//
// Shows: a protocol of messages with an answer at any time, progress, what to do when a disk is full, a peer goes away or
// the user changes his mind. The protocol is in docs/design/SAMPLES.md.
using System.Security.Cryptography;
using FileTransfer;
using Lamina;
using Samples;

const string Usage = """
    usage: FileTransfer                      sends a file of 32 MiB to itself
           FileTransfer receive DIRECTORY    takes files until Ctrl-C
           FileTransfer send FILE            sends a file
    options: --stack NAME|PATH               the daemon's stack (default: LAMINA_STACK, else `default`)
             --name NAME                     of the receiver (default: files)
    """;

return await Sample.RunAsync(args, Usage, async (arguments, cancel) =>
{
    string name = arguments.NameOr("files");
    switch (arguments.Verb)
    {
        case "":
            await using (NetworkStack stack = await arguments.OpenStackAsync())
            {
                await SendToItselfAsync(stack, name, cancel);
            }

            break;
        case "receive":
            string directory = arguments.Words(1)[0];
            if (!Directory.Exists(directory))
            {
                throw new SampleException($"there is no directory '{directory}'", exitCode: 4);
            }

            await using (NetworkStack stack = await arguments.OpenStackAsync())
            await using (FlowListener listener = await stack.ListenAsync(name))
            {
                Console.Error.WriteLine($"'{name}' takes files for {directory}; Ctrl-C ends");
                await ReceiveAllAsync(listener, directory, cancel);
            }

            break;
        case "send":
            string file = arguments.Words(1)[0];
            await using (FileStream source = File.OpenRead(file))
            await using (NetworkStack stack = await arguments.OpenStackAsync())
            await using (Flow flow = await stack.AllocateAsync(name, cancellationToken: cancel))
            {
                Report("sent", await FileSender.SendAsync(flow, source, Path.GetFileName(file), cancel));
            }

            break;
        default:
            throw new UsageException($"'{arguments.Verb}' is none of receive, send");
    }
});

// Several files may come at once; one that fails does not end the others.
static async Task ReceiveAllAsync(FlowListener listener, string directory, CancellationToken cancel)
{
    HashSet<Task> receiving = [];
    try
    {
        while (true)
        {
            Flow flow = await listener.AcceptAsync(cancel);
            receiving.RemoveWhere(task => task.IsCompleted);
            receiving.Add(ReceiveOneAsync(flow, directory, cancel));
        }
    }
    finally
    {
        await Task.WhenAll(receiving);
    }
}

static async Task ReceiveOneAsync(Flow flow, string directory, CancellationToken cancel)
{
    await using Flow _ = flow;
    try
    {
        Report("received", await FileReceiver.ReceiveAsync(flow, directory, cancel));
    }
    catch (OperationCanceledException)
    {
        // The receiver ends; the sender hears it.
    }
    catch (Exception failure) when (failure is LaminaException or SampleException)
    {
        Console.Error.WriteLine($"nothing was stored: {failure.Message}");
    }
}

static async Task SendToItselfAsync(NetworkStack stack, string name, CancellationToken cancel)
{
    DirectoryInfo directory = Directory.CreateTempSubdirectory("lamina-files-");
    try
    {
        await using FlowListener listener = await stack.ListenAsync(name);
        Task<StoredFile> receiving = Task.Run(async () =>
        {
            await using Flow flow = await listener.AcceptAsync(cancel);
            return await FileReceiver.ReceiveAsync(flow, directory.FullName, cancel);
        }, cancel);
        await using Flow flow = await stack.AllocateAsync(name, cancellationToken: cancel);
        using var source = new MemoryStream(RandomNumberGenerator.GetBytes(32 << 20));
        StoredFile sent = await FileSender.SendAsync(flow, source, "random.bin", cancel);
        StoredFile received = await receiving;
        Report("received", received);
        Console.WriteLine(sent == received ? "both ends have the same" : throw new SampleException("the ends differ"));
    }
    finally
    {
        directory.Delete(recursive: true);
    }
}

// As sha256sum prints it.
static void Report(string what, StoredFile file)
{
    Console.Error.WriteLine($"{what} {file.Name}, {file.Length} bytes");
    Console.WriteLine($"{file.Sha256}  {file.Name}");
}
