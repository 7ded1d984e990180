using Lamina.Core;
using Lamina.Protocols.Flows;

namespace Lamina.Protocols.Tests.Flows;

/// <summary>Tests of flows that hold for sealed ones as well: a class that inherits from them runs them so.</summary>
public abstract class PairTests
{
    private protected virtual bool IsSealed => false;

    private protected Pair MakePair(QosSpec qos, ulong seed, LinkFaults? faults = null, FlowLimits? limits = null, int mps = 1444, int headRoom = 8) =>
        new(qos, seed, faults, limits, mps, headRoom, IsSealed);

    private protected Pair MakePair(
        FlowTerms terms, ulong seed, LinkFaults? faults = null, int mps = 1444, int headRoom = 8, IRandomSource? random = null, Duration? mpl = null) =>
        new(terms, seed, faults, mps, headRoom, random, mpl, IsSealed);
}
