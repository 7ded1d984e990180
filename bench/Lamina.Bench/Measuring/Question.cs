namespace Lamina.Bench.Measuring;

/// <summary>What is asked of every row.</summary>
internal enum Question
{
    /// <summary>64 bytes there and back, one at a time.</summary>
    RoundTrip,

    /// <summary>Messages of 64 bytes, one way.</summary>
    Packets,

    /// <summary>Messages of 45 packets' payload, one way.</summary>
    Goodput,
}
