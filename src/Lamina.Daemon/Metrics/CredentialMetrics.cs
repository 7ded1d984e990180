using Lamina.Node.Metrics;
using Lamina.Security.Credentials;

namespace Lamina.Daemon.Metrics;

/// <summary>When credentials expire: what watches the clock can warn by itself.</summary>
internal static class CredentialMetrics
{
    public static void Add(MetricSet set, IReadOnlyList<Membership> memberships)
    {
        foreach (Membership membership in memberships)
        {
            Credential credential = membership.Chain!.Member;
            (string, string) layer = ("layer", membership.Layer.Value);
            set.GaugeOf(
                "seconds", "lamina_credential_expiry_timestamp_seconds", "When the credential for a secure layer expires, since 1970.",
                credential.NotAfter.ToUnixTimeSeconds(), layer);
            set.GaugeOf(
                "seconds", "lamina_credential_renewal_timestamp_seconds", "When two thirds of the life of a credential are over, since 1970.",
                (credential.NotAfter - (credential.Terms.Lifetime / 3)).ToUnixTimeSeconds(), layer);
        }
    }
}
