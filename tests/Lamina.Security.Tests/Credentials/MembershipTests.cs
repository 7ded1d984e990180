using Lamina.Core;
using Lamina.Security.Credentials;
using Lamina.Security.Identities;

namespace Lamina.Security.Tests.Credentials;

/// <summary>What a node keeps of a layer.</summary>
public sealed class MembershipTests : IDisposable
{
    private readonly Authority _authority = new();
    private readonly NodeIdentity _node;

    public MembershipTests() => _node = _authority.NewNode();

    [Fact]
    public void It_is_read_as_it_was_written()
    {
        LayerTrust trust = _authority.Trust.With(RevocationList.Sign(_authority.Root, _authority.Roots.Layer, 3, Authority.Epoch, [new Serial(1)]));
        Membership written = new(Name.Parse("net"), trust, new CredentialChain(_authority.Issue(_node)), _authority.Issue(_node, Rights.Invite));
        Assert.True(Membership.TryRead(written.Write(), out Membership? read));
        Assert.Equal(written.Write(), read!.Write());
        Assert.True(read.Examine(_node.Id, Authority.Epoch)!.Value.IsOk);
        Assert.Equal(CredentialVerdictKind.WrongSubject, read.Examine(_authority.Root.Id, Authority.Epoch)!.Value.Kind);
    }

    [Fact]
    public void A_list_that_no_root_signed_is_not_read()
    {
        using Authority other = new(seed: 8);
        RevocationList foreign = RevocationList.Sign(other.Root, _authority.Roots.Layer, 1, Authority.Epoch, []);
        RevocationList own = RevocationList.Sign(_authority.Root, _authority.Roots.Layer, 1, Authority.Epoch, []);
        byte[] bytes = new Membership(Name.Parse("net"), _authority.Trust.With(own)).Write();
        foreign.Bytes.CopyTo(bytes.AsMemory(bytes.Length - foreign.Bytes.Length));
        Assert.False(Membership.TryRead(bytes, out _));
    }

    [Fact]
    public void What_is_newer_is_taken_from_another_one_and_nothing_else()
    {
        Membership held = new(Name.Parse("net"), _authority.Trust, new CredentialChain(_authority.Issue(_node)));
        LayerTrust newer = _authority.Trust.With(RevocationList.Sign(_authority.Root, _authority.Roots.Layer, 2, Authority.Epoch, [held.Chain!.Member.Serial]));
        Membership told = held.With(new Membership(Name.Parse("net"), newer));
        Assert.Equal(CredentialVerdictKind.Revoked, told.Examine(_node.Id, Authority.Epoch)!.Value.Kind);
        // Whoever brings the old state again takes nothing back.
        Assert.Equal(CredentialVerdictKind.Revoked, told.With(held).Examine(_node.Id, Authority.Epoch)!.Value.Kind);
    }

    public void Dispose()
    {
        _node.Dispose();
        _authority.Dispose();
    }
}
