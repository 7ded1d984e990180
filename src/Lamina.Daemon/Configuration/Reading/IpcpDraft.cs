using Lamina.Daemon.Configuration.Steps;
using Lamina.Daemon.Configuration.Text;

namespace Lamina.Daemon.Configuration.Reading;

/// <summary>An IPC process as a file describes it.</summary>
/// <param name="Name">Its name; empty where that is the mistake.</param>
/// <param name="Position">Where it is described.</param>
/// <param name="Type">Its kind; empty where that is the mistake.</param>
internal sealed record IpcpDraft(string Name, ConfigPosition Position, string Type)
{
    /// <summary>Its layer; null where it has none, or the file does not say.</summary>
    public string? Layer { get; init; }

    public bool IsBootstrapped { get; init; }

    public bool IsRouter { get; init; }

    public bool IsAutobound { get; init; }

    public ProcessStep? Process { get; init; }

    public EnrolStep? Enrolment { get; init; }

    /// <summary>It joins a layer that the file gives no name.</summary>
    public bool HasUnknownLayer => Enrolment is not null && Layer is null;
}
