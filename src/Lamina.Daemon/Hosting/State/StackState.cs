using System.Security.Cryptography;
using Lamina.Daemon.Authorities;
using Lamina.Daemon.Control;
using Lamina.Daemon.Joining;
using Lamina.Node;
using Lamina.Security.Credentials;
using Lamina.Security.Identities;

namespace Lamina.Daemon.Hosting.State;

/// <summary>What a stack keeps over runs of its daemon, held by this process: nobody else may change it meanwhile.</summary>
public sealed class StackState : IDisposable
{
    private readonly StateLock? _lock;
    private readonly StoredMembers? _members;
    private readonly string[] _warnings;

    private StackState(
        NodeIdentity identity, TimeProvider clock, string? directory = null, StateLock? held = null, byte[]? ticketKey = null, params string[] warnings)
    {
        Identity = identity;
        Directory = directory;
        _lock = held;
        _warnings = warnings;
        if (directory is not null && ticketKey is not null)
        {
            _members = StoredMembers.Open(Path.Combine(directory, "members.json"));
            Memberships = new StoredMemberships(directory, identity.Id, clock);
            Keyring = new LayerKeyring(directory, identity, Memberships, clock);
            Inviter = new Inviter(directory, identity, Memberships, clock);
            Renewal = new MemberRenewal(directory, identity, Memberships, Inviter, clock);
            Keep = new StackKeep(ticketKey, _members)
            {
                Identity = identity,
                Issuer = Inviter,
                Memberships = () => [.. Memberships.Look().Select(held => held.Membership)],
            };
        }
    }

    /// <summary>What lets flows of programs outlive the daemon; null: it is in memory, and so nothing does.</summary>
    public StackKeep? Keep { get; }

    /// <summary>Who the stack is.</summary>
    public NodeIdentity Identity { get; }

    /// <summary>Its directory; null: in memory, for this run only.</summary>
    public string? Directory { get; }

    /// <summary>Its memberships of secure layers; null: it is in memory, and so has none.</summary>
    public StoredMemberships? Memberships { get; }

    /// <summary>With what its members of secure layers prove themselves; null: it is in memory, and so none does.</summary>
    public LayerKeyring? Keyring { get; }

    /// <summary>Who gives out invitations; null: it is in memory, and so nobody does.</summary>
    public Inviter? Inviter { get; }

    /// <summary>Who renews credentials over their layers; null: it is in memory, and so there are none.</summary>
    public MemberRenewal? Renewal { get; }

    /// <summary>What a person should know of its identity, a sentence each.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>For the status.</summary>
    public StateReport Report => new(Identity.Id.ToString(), Directory)
    {
        Warnings = _warnings.Length > 0 ? _warnings : null,
        Credentials = Memberships?.Look() is { Count: > 0 } held ? [.. held.Select(Describe)] : null,
    };

    /// <summary>A state for this run only.</summary>
    public static StackState InMemory() => new(IdentityFile.New(), TimeProvider.System);

    /// <summary>Takes a directory, and makes what is missing in it.</summary>
    /// <exception cref="StatePlaceException">Another process holds it, or it cannot be used.</exception>
    public static StackState Open(string directory, TimeProvider clock) => Open(directory, clock, MachineMark.MachineId());

    /// <summary>As the other, on a machine of that id.</summary>
    internal static StackState Open(string directory, TimeProvider clock, string? machineId)
    {
        StateLock? held = null;
        NodeIdentity? identity = null;
        try
        {
            StateFiles.CreateDirectory(directory);
            held = StateLock.Take(directory);
            StateFiles.ProbeWriting(Path.Combine(directory, "probe.new"));
            List<string> warnings = [];
            identity = IdentityFile.ReadOrCreate(directory, warnings.Add);
            if (MachineMark.Examine(directory, clock.GetUtcNow(), machineId) is { } copied)
            {
                warnings.Add(copied);
            }

            return new StackState(identity, clock, directory, held, ReadOrCreateKey(Path.Combine(directory, "ticket.key")), [.. warnings]);
        }
        catch (Exception failure)
        {
            identity?.Dispose();
            held?.Dispose();
            if (failure is IOException or UnauthorizedAccessException)
            {
                throw new StatePlaceException(
                    $"the state directory {directory} cannot be used: {failure.Message}", failure is UnauthorizedAccessException, failure);
            }

            throw;
        }
    }

    /// <summary>Lets it go.</summary>
    public void Dispose()
    {
        _members?.Dispose();
        Identity.Dispose();
        _lock?.Dispose();
    }

    private static CredentialEntry Describe(HeldMembership held)
    {
        Credential credential = held.Credential;
        Rights rights = credential.Terms.Rights | (held.Membership.Inviting is null ? Rights.None : Rights.Invite);
        return new CredentialEntry(
            held.Membership.Layer.Value, credential.Layer.ToString(), credential.Serial.ToString(), held.Word, RightNames.Of(rights),
            rights.HasFlag(Rights.AnyName) ? null : credential.Terms.Names.Count, credential.NotBefore, credential.NotAfter)
        {
            Warning = held.Warning,
            Hint = held.Warning is null ? null : held.Hint,
        };
    }

    /// <summary>Another key only ends what its predecessor had sealed.</summary>
    private static byte[] ReadOrCreateKey(string path)
    {
        if (File.Exists(path) && File.ReadAllBytes(path) is { Length: StackKeep.KeyLength } known)
        {
            return known;
        }

        byte[] made = RandomNumberGenerator.GetBytes(StackKeep.KeyLength);
        StateFiles.Write(path, made);
        return made;
    }
}
