using Lamina.Daemon.Configuration.Text;

namespace Lamina.Daemon.Configuration.Reading;

/// <summary>A name and one place where it is to be known.</summary>
/// <param name="Name">The name.</param>
/// <param name="Place">A layer, or an IPC process.</param>
/// <param name="IsLayer">Which of them.</param>
/// <param name="Position">Where the file says it.</param>
internal sealed record RegistrationDraft(string Name, string Place, bool IsLayer, ConfigPosition Position);
