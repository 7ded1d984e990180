using Lamina.Core;

namespace Lamina.Protocols.Flows;

/// <summary>
/// The topmost element of a composition: turns messages into trains of packets, and packets into messages. Either there
/// is FRCP, or a message is a packet.
/// </summary>
internal interface IMessageElement
{
    /// <summary>True when a write would take something.</summary>
    bool IsWritable { get; }

    /// <summary>True when nothing that was written waits for an acknowledgement.</summary>
    bool IsSettled { get; }

    /// <summary>True when <see cref="Flush"/> has something to send.</summary>
    bool WantsFlush { get; }

    /// <summary>Why it gave up; <see cref="CloseReason.None"/> while it has not.</summary>
    CloseReason Failure { get; }

    /// <summary>When <see cref="HandleTimeout"/> wants to be called.</summary>
    Instant NextTimeout { get; }

    /// <summary>
    /// True where nothing that it knows can still matter: no packet of it can exist, here or on the way, and nobody waits. Then it
    /// may be dropped, and made anew with its <see cref="Windows"/>.
    /// </summary>
    bool IsOver(Instant now);

    /// <summary>True where no run of data is on, in either direction.</summary>
    bool IsQuiet(Instant now) => false;

    /// <summary>What a successor goes on with.</summary>
    RestingWindows Windows => default;

    /// <summary>Sends a message, or what is left of it behind <paramref name="written"/>.</summary>
    WriteStatus Write(ReadOnlySpan<byte> message, ref int written, Instant now);

    /// <summary>Sends the end of what is written; nothing is written afterwards.</summary>
    /// <returns><see cref="WriteStatus.Done"/> or <see cref="WriteStatus.Blocked"/>.</returns>
    WriteStatus WriteEnd(Instant now) => WriteStatus.Done;

    /// <summary>The next <see cref="Flush"/> asks the peer for a sign of life.</summary>
    void Ask()
    {
    }

    /// <summary>Says whether a message of so many bytes would be taken whole now; asks the peer for more window where not.</summary>
    bool HasRoomFor(int length, Instant now);

    /// <summary>Packets came, stripped by the packet elements; lent.</summary>
    void HandleTrain(in Train train, Instant now);

    /// <summary>The reader took something out of the queue.</summary>
    void HandleRead(Instant now);

    /// <summary>Time has come, or not.</summary>
    /// <returns>True: a writer that was blocked must try again, whatever <see cref="IsWritable"/> says.</returns>
    bool HandleTimeout(Instant now);

    /// <summary>Sends what turned around: acknowledgements, windows, retransmissions. Called from the run queue.</summary>
    void Flush(Instant now);

    /// <summary>The user has closed: from now on nothing is held back that the peer may wait for.</summary>
    void BeginClose();

    /// <summary>Gives back every buffer that it holds, the receive queue's excepted.</summary>
    void Release();
}
