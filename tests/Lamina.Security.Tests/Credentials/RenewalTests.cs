using Lamina.Security.Credentials;
using Lamina.Security.Identities;

namespace Lamina.Security.Tests.Credentials;

/// <summary>When a credential is renewed, and when somebody is told.</summary>
public class RenewalTests
{
    [Theory]
    [InlineData(-1, RenewalState.Expired, 4)]
    [InlineData(0, RenewalState.Fine, 0)]
    [InlineData(243, RenewalState.Fine, 0)]
    [InlineData(244, RenewalState.Renew, 0)]
    [InlineData(334, RenewalState.Renew, 0)]
    [InlineData(335, RenewalState.Warn, 1)]
    [InlineData(358, RenewalState.Warn, 2)]
    [InlineData(364, RenewalState.Warn, 3)]
    [InlineData(365, RenewalState.Expired, 4)]
    public void A_year(int day, RenewalState state, int step)
    {
        Credential credential = Lasting(Authority.Year);
        DateTimeOffset now = Authority.Epoch.AddDays(day);
        Assert.Equal((state, step), (Renewal.Judge(credential, now), Renewal.StepOf(credential, now)));
    }

    [Theory]
    [InlineData(15, RenewalState.Fine)]
    [InlineData(16, RenewalState.Renew)]
    [InlineData(17, RenewalState.Warn)]
    [InlineData(24, RenewalState.Expired)]
    public void A_day_is_not_warned_of_from_its_beginning(int hour, RenewalState state) =>
        Assert.Equal(state, Renewal.Judge(Lasting(TimeSpan.FromDays(1)), Authority.Epoch.AddHours(hour)));

    private static Credential Lasting(TimeSpan life)
    {
        using Authority authority = new();
        using NodeIdentity node = authority.NewNode();
        return Credential.Issue(authority.Root, authority.Terms(node) with { Lifetime = life });
    }
}
