using Lamina.Bearers.Rings;

namespace Lamina.EndToEnd.Tests.Hostile;

/// <summary>Attached programs whose rings hold wrong lengths, foreign flows, positions from nowhere, and noise.</summary>
internal static class RingAttack
{
    /// <summary>What the programs listen to; somebody registers it.</summary>
    public const string Name = "narcissus";

    /// <summary>Returns how many programs had a flow of their own to break.</summary>
    public static int Run(string path, int programs, int seed)
    {
        var random = new Random(seed);
        int flows = 0;
        for (int i = 0; i < programs; i++)
        {
            using var program = new HostileProgram(path);
            uint flow = program.AllocateToItself(Name);
            flows += flow != 0 ? 1 : 0;
            for (int rings = random.Next(1, 4); rings > 0; rings--)
            {
                Break(program, flow, random);
                program.Ring();
            }
        }

        return flows;
    }

    private static void Break(HostileProgram program, uint flow, Random random)
    {
        byte[] noise = new byte[random.Next(1, 3000)];
        random.NextBytes(noise);
        switch (random.Next(7))
        {
            case 0:
                // A segment length from nowhere, in a record that is right otherwise.
                program.Publish((uint)noise.Length, flow, noise, Footprint(noise.Length));
                break;
            case 1:
                // Segments of one byte, more of them than a record may have.
                byte[] tiny = new byte[200];
                tiny[3] = 1;
                program.Publish((uint)tiny.Length, flow, tiny, Footprint(tiny.Length));
                break;
            case 2:
                program.Publish((uint)noise.Length, flow + (uint)random.Next(1, 5), noise, Footprint(noise.Length));
                break;
            case 3:
                program.Publish((uint)random.NextInt64(1L << 32), flow, noise, Footprint(noise.Length));
                break;
            case 4:
                program.Publish((uint)noise.Length, flow, noise, (ulong)random.NextInt64());
                break;
            case 5:
                program.Consume((ulong)random.NextInt64());
                program.Publish((uint)noise.Length, flow, noise, Footprint(noise.Length));
                break;
            default:
                random.NextBytes(program.ToDaemon[..(RingLayout.HeaderLength + 4096)]);
                random.NextBytes(program.FromDaemon[..RingLayout.HeaderLength]);
                break;
        }
    }

    private static ulong Footprint(int length) => RingLayout.RecordHeaderLength + (((ulong)length + 7) & ~7UL);
}
