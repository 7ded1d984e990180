// Attaches to the stack of the first argument, asks for a flow to the name of the second, says one word, and waits to be killed.
using Lamina;

await using NetworkStack stack = await NetworkStack.OpenAsync(args[0]);
await using Flow flow = await stack.AllocateAsync(args[1], layer: args.ElementAtOrDefault(2));
await flow.WriteAsync("alive"u8.ToArray());
await flow.ReadAsync(new byte[1]);
