using Lamina.Security.Credentials;
using Lamina.Security.Identities;

namespace Lamina.Security.Tests.Credentials;

/// <summary>Chains of two: what an inviter may give, and what it may not.</summary>
public sealed class InviterTests : IDisposable
{
    private readonly Authority _authority = new();
    private readonly NodeIdentity _inviter;
    private readonly NodeIdentity _node;

    public InviterTests()
    {
        _inviter = _authority.NewNode();
        _node = _authority.NewNode();
    }

    [Theory]
    [InlineData(Rights.Invite | Rights.AnyName, Rights.Member | Rights.AnyName, CredentialVerdictKind.Ok)]
    [InlineData(Rights.Invite | Rights.AnyName, Rights.Member, CredentialVerdictKind.Ok)]
    [InlineData(Rights.Invite | Rights.AnyName, Rights.Member | Rights.Router, CredentialVerdictKind.NotIssued)]
    [InlineData(Rights.Invite | Rights.Router, Rights.Member | Rights.Router, CredentialVerdictKind.Ok)]
    [InlineData(Rights.Invite, Rights.Member | Rights.AnyName, CredentialVerdictKind.NotIssued)]
    [InlineData(Rights.Invite | Rights.AnyName, Rights.Member | Rights.Invite, CredentialVerdictKind.NotIssued)]
    [InlineData(Rights.Router | Rights.AnyName, Rights.Member, CredentialVerdictKind.NotIssued)]
    public void It_gives_no_more_than_it_has(Rights has, Rights gives, CredentialVerdictKind verdict) =>
        Assert.Equal(verdict, _authority.Examine(Chain(has, gives)));

    [Fact]
    public void It_gives_names_of_its_own_only()
    {
        Credential inviter = _authority.Issue(_inviter, Rights.Invite, "web", "mail");
        Assert.Equal(CredentialVerdictKind.Ok, _authority.Examine(new(Invite(Rights.Member, "web"), inviter)));
        Assert.Equal(CredentialVerdictKind.NotIssued, _authority.Examine(new(Invite(Rights.Member, "web", "files"), inviter)));
    }

    [Fact]
    public void Without_the_inviters_credential_nothing_is_proved()
    {
        CredentialChain chain = Chain(Rights.Invite | Rights.AnyName, Rights.Member);
        Assert.Equal(CredentialVerdictKind.NotIssued, _authority.Examine(new(chain.Member)));
    }

    [Fact]
    public void An_inviter_invited_by_an_inviter_is_none()
    {
        using NodeIdentity second = _authority.NewNode();
        Credential forInviter = Credential.Issue(_inviter.Signing, _authority.Terms(second, Rights.Invite | Rights.AnyName));
        Credential forNode = Credential.Issue(second.Signing, _authority.Terms(_node));
        Assert.Equal(CredentialVerdictKind.NotIssued, _authority.Examine(new(forNode, forInviter)));
    }

    [Fact]
    public void Another_inviters_credential_does_not_help()
    {
        using NodeIdentity other = _authority.NewNode();
        CredentialChain chain = Chain(Rights.Invite | Rights.AnyName, Rights.Member);
        Assert.Equal(CredentialVerdictKind.NotIssued, _authority.Examine(chain with { Inviter = _authority.Issue(other, Rights.Invite | Rights.AnyName) }));
    }

    [Fact]
    public void What_an_inviter_issued_is_revoked_and_expires_with_it()
    {
        CredentialChain chain = Chain(Rights.Invite | Rights.AnyName, Rights.Member);
        LayerTrust revoked = _authority.Trust.With(
            RevocationList.Sign(_authority.Root, _authority.Roots.Layer, 1, Authority.Epoch, [new Serial(_inviter.Id.Prefix)]));
        Assert.Equal(CredentialVerdictKind.Revoked, _authority.Examine(chain, trust: revoked));

        Credential shorter = Credential.Issue(
            _authority.Root, _authority.Terms(_inviter, Rights.Invite | Rights.AnyName) with { Lifetime = TimeSpan.FromHours(1) });
        Assert.Equal(CredentialVerdictKind.Expired, _authority.Examine(chain with { Inviter = shorter }));
    }

    /// <summary>Beside 112 bytes of Noise with X25519, or 162 with P-256, a message of 700 bytes has room for the chain.</summary>
    [Fact]
    public void Chains_fit_a_first_message()
    {
        Assert.Equal(_node.Agreements.Count == 2 ? 311 : 277, _authority.Issue(_node).Bytes.Length);
        CredentialChain chain = Chain(Rights.Invite | Rights.AnyName, Rights.Member | Rights.AnyName);
        Assert.True(chain.Length <= 522, $"{chain.Length} bytes");
        byte[] bytes = new byte[chain.Length];
        Assert.Equal(-1, chain.Write(bytes.AsSpan(1)));
        Assert.Equal(bytes.Length, chain.Write(bytes));
        Assert.True(CredentialChain.TryRead(bytes, out CredentialChain? read));
        Assert.Equal(CredentialVerdictKind.Ok, _authority.Examine(read!));
    }

    public void Dispose()
    {
        _inviter.Dispose();
        _node.Dispose();
        _authority.Dispose();
    }

    private CredentialChain Chain(Rights has, Rights gives) => new(Invite(gives), _authority.Issue(_inviter, has));

    private Credential Invite(Rights rights, params string[] names) => Credential.Issue(_inviter.Signing, _authority.Terms(_node, rights, names));
}
