using Lamina.Core;
using Lamina.Security.Credentials;
using Lamina.Security.Identities;
using Lamina.Security.Noise;

namespace Lamina.Security.Handshake;

/// <summary>What a member of a layer proves itself with, and judges others by. A simulation may have another one than <see cref="LayerCredentials"/>.</summary>
public interface IHandshakeCredentials
{
    /// <summary>The layer's id, 32 bytes: nobody of another layer has it.</summary>
    ReadOnlySpan<byte> Layer { get; }

    /// <summary>What the member shows: its credential, and what it takes to check it.</summary>
    ReadOnlySpan<byte> Own { get; }

    /// <summary>The own static keys that the credential is for; null where there is none of that kind. Not disposed of by a handshake.</summary>
    KeyPair? StaticOf(AgreementId agreement);

    /// <summary>Judges a peer.</summary>
    /// <param name="shown">What it showed.</param>
    /// <param name="agreement">The kind of its key.</param>
    /// <param name="peerKey">The static key that it has proved to have.</param>
    /// <param name="serves">The name that it must be entitled to serve; null: none.</param>
    /// <param name="wallTime">The time of the day.</param>
    /// <param name="peer">Who it is, where it is proved.</param>
    HandshakeVerdict Judge(
        ReadOnlySpan<byte> shown, AgreementId agreement, ReadOnlySpan<byte> peerKey, NameHash? serves, DateTimeOffset wallTime, out PeerIdentity peer);

    /// <summary>
    /// Says that this member serves a name at an address, so that everybody in the layer can see who says it: what the directory keeps beside
    /// the address. Whether the credential covers the name is the judges' business.
    /// </summary>
    byte[] Vouch(in NameHash name, ulong address);

    /// <summary>Judges what <see cref="Vouch"/> of another member has said.</summary>
    /// <param name="proof">What it said.</param>
    /// <param name="name">The name that it is to be of.</param>
    /// <param name="address">The address that it is to be of.</param>
    /// <param name="wallTime">The time of the day.</param>
    /// <param name="keys">The member's static keys, where it is proved.</param>
    HandshakeVerdict JudgeServer(
        ReadOnlySpan<byte> proof, in NameHash name, ulong address, DateTimeOffset wallTime, out IReadOnlyList<AgreementKey> keys);

    /// <summary>Says something to all members (<see cref="MemberWord"/>).</summary>
    /// <param name="label">What kind of word it is.</param>
    /// <param name="said">What is said.</param>
    byte[] Say(ReadOnlySpan<byte> label, ReadOnlySpan<byte> said) => [];

    /// <summary>Judges what <see cref="Say"/> of another member has said. Of its credential the dates do not count: what is said has no date either.</summary>
    /// <param name="word">Its word.</param>
    /// <param name="label">What kind of word it must be.</param>
    /// <param name="said">What must be said.</param>
    /// <param name="name">The name that its credential must cover; null: none.</param>
    /// <param name="former">A word of the same member that was judged before, or nothing: the same credential is not checked again.</param>
    HandshakeVerdict JudgeWord(ReadOnlySpan<byte> word, ReadOnlySpan<byte> label, ReadOnlySpan<byte> said, NameHash? name, ReadOnlySpan<byte> former) =>
        HandshakeVerdict.NotIssued;

    /// <summary>Who said a word, of whatever kind; nothing is believed by that.</summary>
    PeerIdentity SpeakerOf(ReadOnlySpan<byte> word) => PeerIdentity.Anonymous;

    /// <summary>Who this member is.</summary>
    PeerIdentity Self => PeerIdentity.Anonymous;

    /// <summary>What is known to be revoked.</summary>
    IReadOnlyList<RevocationList> Revocations => [];

    /// <summary>Takes a list in that somebody told.</summary>
    /// <returns>False where it is not newer, or no root of the layer signed it.</returns>
    bool TryAdopt(RevocationList list) => false;

    /// <summary>True where a peer that was proved before is revoked now: the node, the credential that it showed, or who issued that.</summary>
    bool IsRevoked(PeerIdentity peer) => false;
}
