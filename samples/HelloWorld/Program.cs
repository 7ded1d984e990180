// Hello world (Ouroboros, listing 2), on a stack that is embedded in this process. With a daemon, replace StartAsync and
// the three lines of management by NetworkStack.OpenAsync("default"): the rest stays as it is.
using System.Text;
using Lamina;
using Lamina.Core;
using Lamina.Ipc;

await using NetworkStack stack = await NetworkStack.StartAsync();
Must(await stack.Management.Ipcps.CreateAsync("memory", IpcProcessKind.Local));
Must(await stack.Management.Ipcps.BootstrapLocalAsync("memory", "local"));
Must(await stack.Management.Names.RegisterAsync(Name.Parse("helloworld-server"), "local"));

await using FlowListener listener = await stack.ListenAsync("helloworld-server");
Task client = ClientAsync(stack);
await using (Flow flow = await listener.AcceptAsync())
{
    byte[] buffer = new byte[128];
    ReadResult read = await flow.ReadAsync(buffer);
    Console.WriteLine($"Message from client is {Encoding.UTF8.GetString(buffer, 0, read.Length)}.");
}

await client;

static async Task ClientAsync(NetworkStack stack)
{
    await using Flow flow = await stack.AllocateAsync("helloworld-server", QosSpec.Data);
    await flow.WriteAsync("Hello World!"u8.ToArray());
}

static void Must(Outcome outcome)
{
    if (!outcome.IsOk)
    {
        throw new InvalidOperationException($"{outcome.Message}; try: {outcome.Hint}");
    }
}
