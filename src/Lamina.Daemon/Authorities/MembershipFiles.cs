using Lamina.Core;
using Lamina.Daemon.Control;
using Lamina.Daemon.Hosting.State;
using Lamina.Security.Credentials;
using Lamina.Security.Identities;

namespace Lamina.Daemon.Authorities;

/// <summary>The memberships of a state directory: <c>layers/</c>, a file for each layer. Commands and the daemon write them, each as a whole.</summary>
public static class MembershipFiles
{
    /// <summary>How their names end.</summary>
    public const string Ending = ".membership";

    /// <summary>Where they are.</summary>
    public static string PlaceIn(string state) => Path.Combine(state, "layers");

    /// <summary>All files; those that are not there yet are none.</summary>
    public static IReadOnlyList<string> FilesIn(string state)
    {
        string place = PlaceIn(state);
        return Directory.Exists(place) ? [.. Directory.EnumerateFiles(place, "*" + Ending).Order(StringComparer.Ordinal)] : [];
    }

    /// <summary>The membership of a file; null: it cannot be read.</summary>
    public static Membership? Read(string path)
    {
        try
        {
            return Membership.TryRead(File.ReadAllBytes(path), out Membership? membership) ? membership : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Takes in what an authority has given: newer roots and revocations, and the credentials, where it brings some.</summary>
    /// <param name="state">The state directory.</param>
    /// <param name="brought">What it has given.</param>
    /// <param name="node">Who this node is.</param>
    /// <param name="now">Wall time.</param>
    /// <returns>What the node has of the layer from now on.</returns>
    public static Answer<Membership> Install(string state, Membership brought, KeyId node, DateTimeOffset now)
    {
        string layer = brought.Layer.Value;
        if (brought.Node is { } other && other != node)
        {
            return Outcome.Denied(
                $"this credential is for node {other.ToShortString()}, and this one is {node.ToShortString()}",
                $"lamina layer-authority request, and let the authority of '{layer}' issue for that");
        }

        string place = PlaceIn(state);
        StateFiles.CreateDirectory(place);
        using FileStream held = WaitedLock.Take(Path.Combine(place, "lock"));
        string path = Path.Combine(place, NameHash.Of(brought.Layer, HashAlgorithmId.Sha3_256).ToHex()[..32] + Ending);
        Membership? known = File.Exists(path) ? Read(path) : null;
        if (known is not null && known.Trust.Layer != brought.Trust.Layer)
        {
            return Outcome.Failed(
                $"this node knows another layer of the name '{layer}' (id {known.Trust.Layer.ToShortString()}, this one is {brought.Trust.Layer.ToShortString()})",
                $"remove {path}, if that one is no more");
        }

        Membership merged = known?.With(brought) ?? brought;
        if (merged.Chain is null)
        {
            return Outcome.Failed($"this says whom to trust in layer '{layer}', and this node is not its member", "lamina layer-authority request");
        }

        // A clock that is wrong today may be right tomorrow; all else stays wrong.
        if (brought.Chain is not null && merged.Examine(node, now) is { Kind: not (CredentialVerdictKind.Ok or CredentialVerdictKind.NotYetValid) } verdict)
        {
            return Outcome.Denied(
                $"the credential for layer '{layer}' {verdict}",
                verdict.Kind == CredentialVerdictKind.NotIssued && known is not null
                    ? $"if it comes from the authority, whose roots have changed more than once meanwhile: remove {path}, and install it again"
                    : "lamina layer-authority show FILE");
        }

        StateFiles.Write(path, merged.Write());
        return merged;
    }
}
