// Attaches to the stack of the first argument, asks for a flow to the name of the second (over the layer of the third; "-": none),
// or serves that name where the fourth is "serve"; says one word, and waits to be killed. Where the only argument is "managed": see WithoutLibC.
using Lamina;
using Lamina.Children;

if (args is ["managed"])
{
    await WithoutLibC.RunAsync();
    return;
}

await using NetworkStack stack = await NetworkStack.OpenAsync(args[0]);
string? layer = args.ElementAtOrDefault(2) is { } named and not "-" ? named : null;
await using FlowListener? listener = args.ElementAtOrDefault(3) == "serve" ? await stack.ListenAsync(args[1]) : null;
await using Flow flow = listener is null ? await stack.AllocateAsync(args[1], layer: layer) : await listener.AcceptAsync();
await flow.WriteAsync("alive"u8.ToArray());
while (!(await flow.ReadAsync(new byte[1])).IsEndOfFlow)
{
    // Whatever is said is of no interest.
}
