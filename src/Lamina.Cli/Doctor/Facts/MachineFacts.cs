namespace Lamina.Cli.Doctor.Facts;

/// <summary>What is known of the machine. Null: it could not be learned, which is no finding.</summary>
internal sealed record MachineFacts
{
    /// <summary>The version of this program.</summary>
    public required string Version { get; init; }

    /// <summary>Where stacks have their sockets.</summary>
    public required DirectoryFacts Runtime { get; init; }

    /// <summary>What outlives a daemon.</summary>
    public required DirectoryFacts State { get; init; }

    public SocketFacts? Socket { get; init; }

    public ClockFacts? Clock { get; init; }

    /// <summary>True where the port of udp layers can be bound.</summary>
    public bool? IsDefaultPortFree { get; init; }

    /// <summary>Files that a process of this user may have open.</summary>
    public long? OpenFiles { get; init; }

    /// <summary>True in a container.</summary>
    public bool? IsContainer { get; init; }

    /// <summary>True in a network namespace of its own.</summary>
    public bool? HasOwnNetwork { get; init; }
}
