using Lamina.Core;
using Lamina.Security.Credentials;
using Lamina.Security.Identities;

namespace Lamina.Security.Tests.Credentials;

/// <summary>Every verdict, by who would like another one. Proves nothing about ECDSA itself, which is the platform's.</summary>
public sealed class CredentialCheckTests : IDisposable
{
    private readonly Authority _authority = new();
    private readonly NodeIdentity _node;

    public CredentialCheckTests() => _node = _authority.NewNode();

    [Fact]
    public void A_credential_of_a_root_is_valid_for_its_node_and_its_keys()
    {
        CredentialDemands demands = new() { Subject = _node.Id, Agreement = _node.PublicAgreements[0], Name = Authority.Hash("web") };
        Assert.Equal(CredentialVerdictKind.Ok, _authority.Examine(new(_authority.Issue(_node)), demands));
    }

    [Fact]
    public void Another_layer_of_the_same_name_is_another_layer()
    {
        using Authority other = new(seed: 2);
        Assert.Equal(CredentialVerdictKind.WrongLayer, _authority.Examine(new(other.Issue(_node))));
    }

    [Fact]
    public void Who_is_no_root_issues_nothing()
    {
        using SigningKey stranger = SigningKey.New(new SeededRandom(9));
        Credential forged = Credential.Issue(stranger, _authority.Terms(_node));
        Assert.Equal(CredentialVerdictKind.NotIssued, _authority.Examine(new(forged)));
    }

    [Fact]
    public void A_changed_bit_anywhere_is_noticed()
    {
        Credential issued = _authority.Issue(_node, Rights.Member, "web", "mail");
        CredentialDemands demands = new() { Subject = _node.Id };
        for (int bit = 0; bit < issued.Bytes.Length * 8; bit++)
        {
            byte[] bytes = issued.Bytes.ToArray();
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(Credential.TryRead(bytes, out Credential? changed) && _authority.Examine(new(changed!), demands) == CredentialVerdictKind.Ok, $"bit {bit}");
        }
    }

    [Fact]
    public void Before_and_after_its_time_the_message_names_both_dates_and_the_clock()
    {
        CredentialChain chain = new(_authority.Issue(_node));
        DateTimeOffset yearBack = Authority.Epoch.AddYears(-1);
        CredentialVerdict early = CredentialCheck.Examine(chain, _authority.Trust, yearBack, new());
        CredentialVerdict late = CredentialCheck.Examine(chain, _authority.Trust, Authority.Epoch + Authority.Year, new());
        Assert.Equal((CredentialVerdictKind.NotYetValid, CredentialVerdictKind.Expired), (early.Kind, late.Kind));
        Assert.Equal("is valid from 2026-11-21 00:00:00Z on, and the clock here says 2025-11-21 00:00:00Z: one of the clocks is wrong", early.ToString());
        Assert.Equal("expired on 2027-11-21 00:00:00Z, and the clock here says 2027-11-21 00:00:00Z", late.ToString());
        Assert.Equal(CredentialVerdictKind.Ok, _authority.Examine(chain, now: Authority.Epoch + Authority.Year - TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void Another_node_cannot_show_it()
    {
        using NodeIdentity other = _authority.NewNode();
        CredentialChain chain = new(_authority.Issue(_node));
        Assert.Equal(CredentialVerdictKind.WrongSubject, _authority.Examine(chain, new() { Subject = other.Id }));
        Assert.Equal(CredentialVerdictKind.WrongSubject, _authority.Examine(chain, new() { Agreement = other.PublicAgreements[0] }));
        // A function that it does not vouch for is no key of no length.
        Assert.Equal(CredentialVerdictKind.WrongSubject, _authority.Examine(chain, new() { Agreement = new((AgreementId)77, default) }));
    }

    [Fact]
    public void Names_that_it_does_not_list_are_not_covered()
    {
        CredentialChain chain = new(_authority.Issue(_node, Rights.Member, "web"));
        Assert.Equal(CredentialVerdictKind.Ok, _authority.Examine(chain, new() { Name = Authority.Hash("web") }));
        Assert.Equal(CredentialVerdictKind.NameNotCovered, _authority.Examine(chain, new() { Name = Authority.Hash("mail") }));
    }

    [Fact]
    public void A_right_that_it_does_not_give_is_missing() =>
        Assert.Equal(CredentialVerdictKind.RightMissing, _authority.Examine(new(_authority.Issue(_node)), new() { Rights = Rights.Member | Rights.Router }));

    [Fact]
    public void It_is_revoked_by_its_serial_or_with_its_node()
    {
        CredentialChain chain = new(_authority.Issue(_node));
        Assert.Equal(CredentialVerdictKind.Revoked, _authority.Examine(chain, trust: Revoke(chain.Member.Serial)));
        Assert.Equal(CredentialVerdictKind.Revoked, _authority.Examine(chain, trust: Revoke(new Serial(_node.Id.Prefix))));
        Assert.Equal(CredentialVerdictKind.Ok, _authority.Examine(chain, trust: Revoke(new Serial(chain.Member.Serial.Value + 1))));
    }

    [Fact]
    public void Another_credential_has_another_serial_and_the_same_one_the_same()
    {
        CredentialTerms terms = _authority.Terms(_node);
        Serial serial = Credential.Issue(_authority.Root, terms).Serial;
        Assert.Equal(serial, Credential.Issue(_authority.Root, terms).Serial);
        Assert.NotEqual(serial, Credential.Issue(_authority.Root, terms with { NotBefore = terms.NotBefore.AddSeconds(1) }).Serial);
        Assert.True(Serial.TryParse(serial.ToString(), out Serial parsed) && parsed == serial);
    }

    public void Dispose()
    {
        _node.Dispose();
        _authority.Dispose();
    }

    private LayerTrust Revoke(Serial serial) =>
        _authority.Trust.With(RevocationList.Sign(_authority.Root, _authority.Roots.Layer, 1, Authority.Epoch, [serial]));
}
