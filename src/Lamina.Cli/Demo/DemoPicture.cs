using Lamina.Daemon.Control;

namespace Lamina.Cli.Demo;

/// <summary>Draws the layer from what its members say: a tree of adjacencies, from the first member.</summary>
internal static class DemoPicture
{
    public static async Task WriteAsync(DemoNetwork network, TextWriter output, CancellationToken cancel)
    {
        List<DemoMember> members = [];
        foreach (string stack in network.Stacks)
        {
            IStackControl control = network.ControlOf(stack);
            Answer<IpcpList> list = await control.ListIpcpsAsync(cancel);
            foreach (IpcpEntry entry in list.Value?.Ipcps.Where(entry => entry.Type == "unicast") ?? [])
            {
                members.Add(await DemoMember.ReadAsync(control, stack, entry, cancel));
            }
        }

        output.WriteLine();
        output.WriteLine($"layer {members[0].Layer}, {members.Count} members, adjacencies over the layers below:");
        output.WriteLine();
        Draw(members[0], null, "  ", members, output);
    }

    private static void Draw(DemoMember member, string? from, string indent, List<DemoMember> members, TextWriter output)
    {
        output.WriteLine($"{member.Name} (stack {member.Stack}, address {member.Address})".Insert(0, from is null ? indent : ""));
        DemoLink[] links = [.. member.Links.Where(link => link.Peer != from)];
        for (int i = 0; i < links.Length; i++)
        {
            bool last = i == links.Length - 1;
            string edge = $"{(last ? '└' : '├')}─[{links[i].Over}]─ ";
            output.Write(indent + edge);
            if (members.Find(other => other.Address == links[i].Peer) is { } next)
            {
                Draw(next, member.Address, indent + (last ? ' ' : '│') + new string(' ', edge.Length - 1), members, output);
            }
            else
            {
                output.WriteLine(links[i].Peer);
            }
        }
    }
}
