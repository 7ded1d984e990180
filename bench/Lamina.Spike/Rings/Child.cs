using System.Diagnostics;
using System.Globalization;
using Lamina.Bearers.Linux;

namespace Lamina.Spike.Rings;

/// <summary>This program once more, in one role. It ends with its standard input, so it never outlives its parent.</summary>
internal sealed class Child : IDisposable
{
    public const string Command = "role";

    private readonly Process _process;

    public Child(Role role, SharedMemory board, SharedMemory ring, int window)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Lamina.Spike")) { RedirectStandardInput = true };
        start.ArgumentList.Add(Command);
        start.ArgumentList.Add(role.ToString());
        start.ArgumentList.Add(PathOf(board));
        start.ArgumentList.Add(PathOf(ring));
        start.ArgumentList.Add(window.ToString(CultureInfo.InvariantCulture));
        _process = Process.Start(start)!;
    }

    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.HasExited ? TimeSpan.Zero : _process.TotalProcessorTime;
        }
    }

    public void Dispose()
    {
        _process.StandardInput.Dispose();
        _process.WaitForExit();
        _process.Dispose();
    }

    /// <summary>Children of this process may open its descriptors by name; a program passes them over a Unix socket.</summary>
    private static string PathOf(SharedMemory memory) =>
        $"/proc/{Environment.ProcessId}/fd/{memory.Descriptor.DangerousGetHandle()}";
}
