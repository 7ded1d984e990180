using Lamina.Core;

namespace Lamina.Ipc.Irm.Programs;

/// <summary>A program whose processes get the flows of a name.</summary>
/// <param name="Path">The program as it was named, and as it is started.</param>
/// <param name="Executable">What the system calls its executable: the path without links.</param>
/// <param name="Name">The name.</param>
/// <param name="IsAuto">True: it is started when a flow arrives and nobody is behind the name.</param>
/// <param name="Arguments">What it is started with.</param>
/// <param name="User">Only this user's processes; null (default): anybody's, as far as the name is not reserved.</param>
public sealed record ProgramBinding(string Path, string Executable, Name Name, bool IsAuto, IReadOnlyList<string> Arguments, uint? User = null);
