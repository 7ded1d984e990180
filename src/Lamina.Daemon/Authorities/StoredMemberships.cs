using Lamina.Security.Credentials;
using Lamina.Security.Identities;

namespace Lamina.Daemon.Authorities;

/// <summary>
/// The memberships of a stack as its daemon sees them. Files that commands have changed are read again, by their stamps, whenever somebody looks: so
/// what was issued, installed or revoked counts without a restart. Any thread may look.
/// </summary>
/// <param name="state">The state directory.</param>
/// <param name="node">Whose they are.</param>
/// <param name="clock">The time.</param>
public sealed class StoredMemberships(string state, KeyId node, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (DateTime Stamp, long Length, Membership? Membership)> _read = [];

    /// <summary>All of them that have a credential, as they stand now.</summary>
    public IReadOnlyList<HeldMembership> Look()
    {
        DateTimeOffset now = clock.GetUtcNow();
        lock (_gate)
        {
            IReadOnlyList<string> files = MembershipFiles.FilesIn(state);
            foreach (string gone in _read.Keys.Except(files).ToArray())
            {
                _read.Remove(gone);
            }

            return [.. files.Select(Read).OfType<Membership>().Where(membership => membership.Chain is not null).Select(membership => Judge(membership, now))];
        }
    }

    private HeldMembership Judge(Membership membership, DateTimeOffset now)
    {
        CredentialVerdict verdict = membership.Examine(node, now)!.Value;
        return new HeldMembership(membership, verdict, verdict.IsOk ? Renewal.Judge(membership.Chain!.Member, now) : RenewalState.Expired);
    }

    private Membership? Read(string path)
    {
        FileInfo file = new(path);
        if (!file.Exists)
        {
            return null;
        }

        if (!_read.TryGetValue(path, out var known) || known.Stamp != file.LastWriteTimeUtc || known.Length != file.Length)
        {
            known = (file.LastWriteTimeUtc, file.Length, MembershipFiles.Read(path));
            _read[path] = known;
        }

        return known.Membership;
    }
}
