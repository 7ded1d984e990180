namespace Lamina.EndToEnd.Tests.Hostile;

/// <summary>Real datagrams of enrolment, allocation and data, replayed and broken, from the address that A trusts.</summary>
internal static class DatagramAttack
{
    private const int Burst = 128;

    /// <summary>Returns how many the kernel dropped before A could see them.</summary>
    public static long Run(DatagramRelay relay, int port, int count, int seed)
    {
        var mutation = new Mutation(seed, relay.SamplesForA);
        long before = UdpQueue.Of(port).Dropped;
        for (int i = 0; i < count; i++)
        {
            if (i % Burst == 0)
            {
                UdpQueue.WaitFor(port);
            }

            relay.SendToA(mutation.Next());
        }

        return UdpQueue.Of(port).Dropped - before;
    }
}
