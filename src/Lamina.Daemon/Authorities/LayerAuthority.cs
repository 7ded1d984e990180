using Lamina.Core;
using Lamina.Daemon.Control;
using Lamina.Daemon.Hosting.State;
using Lamina.Node.Driving;
using Lamina.Security.Credentials;
using Lamina.Security.Identities;

namespace Lamina.Daemon.Authorities;

/// <summary>
/// The authority of a layer on this host: its roots, what it has issued and taken back. Held by who has its lock; every change is on the disk
/// before it is told. Works with or without a daemon.
/// </summary>
public sealed class LayerAuthority : IDisposable
{
    private static readonly TimeSpan LongestBackdating = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    private readonly AuthorityDirectory _directory;
    private readonly TimeProvider _clock;
    private AuthorityRecord _record;
    private SigningKey _root;

    private LayerAuthority(AuthorityDirectory directory, AuthorityRecord record, SigningKey root, LayerTrust trust, TimeProvider clock)
    {
        _directory = directory;
        _record = record;
        _root = root;
        Trust = trust;
        _clock = clock;
    }

    /// <summary>What it has done.</summary>
    public AuthorityRecord Record => _record;

    /// <summary>Its roots, and what they have taken back.</summary>
    public LayerTrust Trust { get; private set; }

    /// <summary>The layer.</summary>
    public Name Layer => Name.Parse(_record.Layer);

    /// <summary>Makes the authority of a new layer.</summary>
    /// <param name="state">The state directory.</param>
    /// <param name="layer">The layer's name.</param>
    /// <param name="clock">The time.</param>
    public static Answer<LayerAuthority> Begin(string state, Name layer, TimeProvider clock)
    {
        AuthorityDirectory directory = AuthorityDirectory.Take(state, layer);
        if (directory.Read() is { } known)
        {
            directory.Dispose();
            return Outcome.Failed(
                $"layer '{layer}' has an authority here already (root {known.Root[..16]})", $"lamina layer-authority show '{layer}'");
        }

        SigningKey root = SigningKey.New(new SystemRandom());
        RootSet roots = RootSet.Begin(layer, root);
        AuthorityRecord record = new(AuthorityRecord.CurrentSchema, layer.Value, root.Id.ToString(), roots.Bytes.ToArray());
        directory.Keep(root);
        directory.Write(record);
        return new LayerAuthority(directory, record, root, LayerTrust.In(roots), clock);
    }

    /// <summary>Opens the authority of a layer.</summary>
    public static Answer<LayerAuthority> Open(string state, Name layer, TimeProvider clock)
    {
        if (!Directory.Exists(AuthorityDirectory.PathOf(state, layer)))
        {
            return Unknown(state, layer);
        }

        AuthorityDirectory directory = AuthorityDirectory.Take(state, layer);
        try
        {
            if (directory.Read() is not { } record)
            {
                directory.Dispose();
                return Unknown(state, layer);
            }

            LayerTrust trust = TrustOf(record) ?? throw new StatePlaceException($"the roots of layer '{layer}' are damaged", isDenied: false);
            SigningKey root = directory.FindKey(record.Root)
                ?? throw new StatePlaceException($"the key of root {record.Root[..16]} of layer '{layer}' is not there", isDenied: false);
            return new LayerAuthority(directory, record, root, trust, clock);
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    /// <summary>Records of all authorities of a state directory.</summary>
    public static IReadOnlyList<AuthorityRecord> All(string state) => [.. AuthorityDirectory.All(state)];

    /// <summary>What a record says of roots and revocations; null: it is damaged.</summary>
    public static LayerTrust? TrustOf(AuthorityRecord record)
    {
        if (!RootSet.TryRead(record.Roots, out RootSet? roots))
        {
            return null;
        }

        LayerTrust trust = LayerTrust.In(roots!);
        foreach (byte[] bytes in record.Lists)
        {
            trust = RevocationList.TryRead(bytes, out RevocationList? list) ? trust.With(list!) : trust;
        }

        return trust;
    }

    /// <summary>Issues: a credential for a member, another one where it may invite.</summary>
    public Answer<Membership> Issue(NodeRequest request, IssueTerms terms)
    {
        if (Trust.IsRevoked(request.Node))
        {
            return Outcome.Denied($"node {request.Node.ToShortString()} is revoked", "a new identity for that node, see: lamina doctor");
        }

        List<CoveredName> names = [];
        foreach (string text in terms.Names ?? [])
        {
            if (!Name.TryParse(text, out Name name))
            {
                return Outcome.Usage($"'{text}' is not a name");
            }

            // What unicast layers hash with; there is no other yet.
            names.Add(CoveredName.Of(NameHash.Of(name, HashAlgorithmId.Sha3_256)));
        }

        if (names.Count > CredentialTerms.MaxNames)
        {
            return Outcome.Usage($"{names.Count} names: a credential lists {CredentialTerms.MaxNames} at most", "--all-names");
        }

        Rights anyName = terms.Names is null ? Rights.AnyName : Rights.None;
        CoveredName[] covered = [.. names.Distinct().Order()];
        Credential member = Sign(request, request.Agreements, (terms.Rights & ~Rights.Invite) | Rights.Member | anyName, covered, terms.Lifetime);
        Credential? inviting = terms.Rights.HasFlag(Rights.Invite)
            ? Sign(request, [], (terms.Rights & ~Rights.Member) | anyName, covered, terms.Lifetime)
            : null;
        Save(_record with { Issued = [.. Pruned(), Note(member, terms.Names), .. inviting is null ? Array.Empty<IssuedRecord>() : [Note(inviting, terms.Names)]] });
        return new Membership(Layer, Trust, new CredentialChain(member), inviting);
    }

    /// <summary>Issues again what a member has: the same rights and names, for as long again.</summary>
    /// <param name="former">What it has; issued by one of the roots.</param>
    /// <param name="request">The same node's.</param>
    public Answer<Membership> Renew(Credential former, NodeRequest request)
    {
        if (Trust.IsRevoked(former) || Trust.Roots.Find(former.Issuer).IsEmpty || former.Subject != request.Node)
        {
            return Outcome.Denied(Trust.IsRevoked(former) ? "the credential was revoked" : "the credential was not issued by this authority");
        }

        IssuedRecord? known = _record.Issued.FirstOrDefault(issued => issued.Serial == former.Serial.ToString());
        Credential renewed = Sign(request, request.Agreements, former.Terms.Rights, [.. former.Terms.Names], LifetimeOf(former));
        IReadOnlyList<string>? names = former.Terms.Rights.HasFlag(Rights.AnyName) ? null : known?.Names ?? [];
        Save(_record with { Issued = [.. Pruned(), Note(renewed, names)] });
        return new Membership(Layer, Trust, new CredentialChain(renewed));
    }

    /// <summary>
    /// Clocks differ: what is issued now is valid at a member whose clock is behind by that much. A tenth of a short life: two thirds of it are still to come.
    /// </summary>
    public static TimeSpan BackdatingOf(TimeSpan lifetime) => lifetime / 10 < LongestBackdating ? TimeSpan.FromSeconds(Math.Floor((lifetime / 10).TotalSeconds)) : LongestBackdating;

    /// <summary>The lifetime that a credential was issued with, without what was put before it.</summary>
    public static TimeSpan LifetimeOf(Credential credential)
    {
        TimeSpan whole = credential.Terms.Lifetime;
        return whole >= LongestBackdating * 11 ? whole - LongestBackdating : TimeSpan.FromSeconds(Math.Ceiling((whole / 1.1).TotalSeconds));
    }

    /// <summary>Takes a credential back, or a node with all that it has.</summary>
    /// <param name="entry">A serial, or a node id; where it was issued here, its first eight digits or more.</param>
    public Answer<string> Revoke(string entry)
    {
        Answer<RevokedRecord> found = RevocationSearch.Find(_record, entry, _clock.GetUtcNow());
        if (!found.IsOk)
        {
            return found.Outcome;
        }

        if (_record.Revoked.Any(known => known.Entry == found.Value.Entry))
        {
            return Outcome.Failed($"{entry} is revoked already", $"lamina layer-authority show '{Layer}'");
        }

        RevokedRecord[] all = [.. _record.Revoked.Where(known => known.Until is not { } until || until > _clock.GetUtcNow()), found.Value];
        if (all.Length > RevocationList.MaxEntries)
        {
            return Outcome.Failed($"a list has {RevocationList.MaxEntries} revocations at most", "shorter lives of credentials, or another root");
        }

        PublishList(all);
        return found.Value.Entry;
    }

    /// <summary>Makes another root, and issues with it from now on; the former ones are trusted until they are taken away.</summary>
    public Answer<string> AddRoot()
    {
        if (Trust.Roots.Roots.Count == RootSet.MaxRoots)
        {
            return Outcome.Failed($"a layer has {RootSet.MaxRoots} roots at most", $"lamina layer-authority remove-root '{Layer}' ROOT");
        }

        SigningKey added = SigningKey.New(new SystemRandom());
        _directory.Keep(added);
        RootSet roots = Trust.Roots.Follow([.. Trust.Roots.Keys, added.Public.ToArray()], _root);
        Trust = Trust.With(roots);
        _root.Dispose();
        _root = added;
        Save(_record with { Root = added.Id.ToString(), Roots = roots.Bytes.ToArray() });
        // What its predecessor revoked outlives it.
        PublishList(_record.Revoked);
        return added.Id.ToString();
    }

    /// <summary>Takes a root away: what it has issued is void.</summary>
    /// <param name="fingerprint">Its first eight digits or more.</param>
    public Answer<string> RemoveRoot(string fingerprint)
    {
        KeyId[] found = [.. Trust.Roots.Roots.Where(root => fingerprint.Length >= 8 && root.ToString().StartsWith(fingerprint, StringComparison.OrdinalIgnoreCase))];
        if (found.Length != 1)
        {
            return Outcome.NotFound($"layer '{Layer}' has no root {fingerprint}", $"lamina layer-authority show '{Layer}'");
        }

        if (found[0] == _root.Id)
        {
            return Outcome.Failed(
                $"root {found[0].ToShortString()} is the one that is issued with", $"lamina layer-authority add-root '{Layer}', and issue again, before");
        }

        // Signed by the one that goes, where its key is here: a member that has slept through its successor's coming knows it alone.
        using SigningKey? going = _directory.FindKey(found[0].ToString());
        RootSet roots = Trust.Roots.Follow(Trust.Roots.Keys.Where(key => KeyId.Of(key.Span) != found[0]), going ?? _root);
        Trust = Trust.With(roots);
        Save(_record with { Roots = roots.Bytes.ToArray() });
        return found[0].ToString();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _root.Dispose();
        _directory.Dispose();
    }

    private static Outcome Unknown(string state, Name layer)
    {
        string[] known = [.. All(state).Select(record => record.Layer)];
        return Outcome.NotFound(
            $"this host is no authority of layer '{layer}'", known.Length == 0 ? $"lamina layer-authority init '{layer}'" : $"one of {string.Join(", ", known)}");
    }

    private Credential Sign(NodeRequest request, IReadOnlyList<AgreementKey> keys, Rights rights, CoveredName[] names, TimeSpan lifetime)
    {
        DateTimeOffset now = DateTimeOffset.FromUnixTimeSeconds(_clock.GetUtcNow().ToUnixTimeSeconds());
        CredentialTerms terms = new(Trust.Layer, request.SigningKey, keys, rights, names, now - BackdatingOf(lifetime), lifetime + BackdatingOf(lifetime));
        Credential issued = Credential.Issue(_root, terms);
        // The same within the second in which its like was issued, and since revoked: the same serial. Another second makes another.
        while (Trust.IsRevoked(issued))
        {
            terms = terms with { Lifetime = terms.Lifetime + TimeSpan.FromSeconds(1) };
            issued = Credential.Issue(_root, terms);
        }

        return issued;
    }

    private IEnumerable<IssuedRecord> Pruned() => _record.Issued.Where(issued => issued.NotAfter + Kept > _clock.GetUtcNow());

    private static IssuedRecord Note(Credential credential, IReadOnlyList<string>? names) => new(
        credential.Serial.ToString(), credential.Subject.ToString(), RightNames.Of(credential.Terms.Rights), names, credential.NotBefore, credential.NotAfter);

    private void PublishList(IReadOnlyList<RevokedRecord> revoked)
    {
        ulong sequence = Trust.Revocations.FirstOrDefault(known => known.Issuer == _root.Id)?.Sequence ?? 0;
        RevocationList list = RevocationList.Sign(
            _root, Trust.Layer, sequence + 1, _clock.GetUtcNow(),
            revoked.Select(known => Serial.TryParse(known.Entry, out Serial serial) ? serial : default));
        Trust = Trust.With(list);
        Save(_record with { Revoked = [.. revoked], Lists = [.. Trust.Revocations.Select(known => known.Bytes.ToArray())] });
    }

    private void Save(AuthorityRecord record)
    {
        _directory.Write(record);
        _record = record;
    }
}
