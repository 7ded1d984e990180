using Lamina.Core;
using Lamina.Wire.Attach;

namespace Lamina.Node.Attach;

/// <summary>
/// One side of the packet path between a program and its daemon, whose records go through shared memory (<see cref="RingLink"/>) or over the
/// socket (<see cref="SocketLink"/>). Only inside.
/// </summary>
internal interface IRecordLink : IDisposable
{
    /// <summary>True where a longest record fits; where it does not, <see cref="IRingUser.HandleRoom"/> follows.</summary>
    bool HasRoom { get; }

    /// <summary>Writes a train as one record, or as several where it is longer than one may be or has empty packets.</summary>
    /// <param name="flow">The record's tag.</param>
    /// <param name="train">The packets.</param>
    /// <param name="isUncredited">They are sent without credit.</param>
    /// <returns>How many packets found room; the others were not written.</returns>
    int Write(uint flow, in Train train, bool isUncredited = false);

    /// <summary>Says what the peer may send. False: there is no room, and <see cref="IRingUser.HandleRoom"/> or another turn follows.</summary>
    bool TryWrite(AttachGrant grant);

    /// <summary>Takes a record that came on the socket. False: it should not have, or makes no sense.</summary>
    bool TryTake(ReadOnlySpan<byte> message, Instant now);

    /// <summary>Reads on where <see cref="IRingUser.HandleRecord"/> said no.</summary>
    void Resume();

    /// <summary>Takes everything that waits: a flow's last packets come before its end.</summary>
    void ServeAll(Instant now);

    /// <summary>A message that follows on the socket must not overtake what was written.</summary>
    void Flush();
}
