using Lamina.Core;
using Lamina.Security.Credentials;
using Lamina.Security.Identities;

namespace Lamina.Security.Tests.Credentials;

/// <summary>Roots and revocations as they change.</summary>
public sealed class TrustTests : IDisposable
{
    private readonly Authority _authority = new();
    private readonly SigningKey _second = SigningKey.New(new SeededRandom(5));
    private readonly NodeIdentity _node;

    public TrustTests() => _node = _authority.NewNode();

    [Fact]
    public void A_root_is_rolled_without_a_new_layer()
    {
        CredentialChain before = new(_authority.Issue(_node));
        CredentialChain after = new(Credential.Issue(_second, _authority.Terms(_node)));
        RootSet both = _authority.Roots.Follow([_authority.Root.Public.ToArray(), _second.Public.ToArray()], _authority.Root);
        LayerTrust trust = _authority.Trust.With(both);
        Assert.Equal(CredentialVerdictKind.NotIssued, _authority.Examine(after));
        Assert.Equal(CredentialVerdictKind.Ok, _authority.Examine(before, trust: trust));
        Assert.Equal(CredentialVerdictKind.Ok, _authority.Examine(after, trust: trust));

        LayerTrust rolled = trust.With(both.Follow([_second.Public.ToArray()], _second));
        Assert.Equal(_authority.Roots.Layer, rolled.Layer);
        Assert.Equal(CredentialVerdictKind.NotIssued, _authority.Examine(before, trust: rolled));
        Assert.Equal(CredentialVerdictKind.Ok, _authority.Examine(after, trust: rolled));
    }

    [Fact]
    public void A_set_is_followed_only_by_a_newer_one_that_a_root_signed()
    {
        RootSet follows = _authority.Roots.Follow([_second.Public.ToArray()], _authority.Root);
        Assert.Same(follows, _authority.Trust.With(follows).Roots);
        // Older again; and by somebody who never was a root.
        Assert.Same(follows, _authority.Trust.With(follows).With(_authority.Roots).Roots);
        using Authority other = new(seed: 3);
        Assert.Same(_authority.Roots, _authority.Trust.With(other.Roots.Follow([_second.Public.ToArray()], other.Root)).Roots);
        Assert.Throws<ArgumentException>(() => _authority.Roots.Follow([_second.Public.ToArray()], _second));
    }

    [Fact]
    public void The_first_set_is_of_its_layers_name()
    {
        Assert.True(_authority.Roots.Begins(Name.Parse("net")));
        Assert.False(_authority.Roots.Begins(Name.Parse("other")));
    }

    [Fact]
    public void An_older_list_takes_nothing_back()
    {
        RevocationList newer = Revoke(2, new Serial(7));
        LayerTrust trust = _authority.Trust.With(newer);
        Assert.Equal([newer], trust.With(Revoke(1)).Revocations);
        Assert.Equal([newer], trust.With(Revoke(2)).Revocations);
        Assert.Single(trust.With(Revoke(3)).Revocations);
        Assert.NotEqual([newer], trust.With(Revoke(3)).Revocations);
    }

    [Fact]
    public void Who_is_no_root_revokes_nothing()
    {
        RevocationList forged = RevocationList.Sign(_second, _authority.Roots.Layer, 1, Authority.Epoch, [new Serial(1)]);
        Assert.Empty(_authority.Trust.With(forged).Revocations);
        byte[] changed = Revoke(1, new Serial(8)).Bytes.ToArray();
        changed[52] ^= 1;
        Assert.True(RevocationList.TryRead(changed, out RevocationList? list));
        Assert.Empty(_authority.Trust.With(list!).Revocations);
    }

    [Fact]
    public void Each_root_has_a_list_of_its_own()
    {
        RootSet both = _authority.Roots.Follow([_authority.Root.Public.ToArray(), _second.Public.ToArray()], _authority.Root);
        LayerTrust trust = _authority.Trust.With(both).With(Revoke(9, new Serial(1)))
            .With(RevocationList.Sign(_second, both.Layer, 1, Authority.Epoch, [new Serial(2)]));
        Assert.Equal(2, trust.Revocations.Count);
        Assert.Single(trust.With(both.Follow([_second.Public.ToArray()], _second)).Revocations);
    }

    public void Dispose()
    {
        _node.Dispose();
        _second.Dispose();
        _authority.Dispose();
    }

    private RevocationList Revoke(ulong sequence, params Serial[] entries) =>
        RevocationList.Sign(_authority.Root, _authority.Roots.Layer, sequence, Authority.Epoch, entries);
}
