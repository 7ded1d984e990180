namespace Lamina.Ipc.Udp.Impairment;

/// <summary>
/// Loss that comes in bursts: the link is well or ill, and changes by chance with every datagram (the model of Gilbert, 1960,
/// and Elliott, 1963). A burst has 1 / <paramref name="End"/> datagrams on average. Chances are from 0 to 1, each way for itself.
/// </summary>
/// <param name="Begin">Chance to fall ill, per datagram.</param>
/// <param name="End">Chance to get well, per datagram.</param>
/// <param name="Loss">Chance to be lost while the link is ill.</param>
public sealed record BurstLoss(double Begin, double End, double Loss);
