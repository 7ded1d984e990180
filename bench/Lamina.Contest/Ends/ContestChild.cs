using System.Diagnostics;
using Lamina.Contest.Links;

namespace Lamina.Contest.Ends;

/// <summary>This program once more, in a host's namespace. It ends with its standard input.</summary>
internal sealed class ContestChild : IDisposable
{
    private readonly Process _process;

    public ContestChild(TunDevice host, params string[] arguments)
    {
        _process = Process.Start(new ProcessStartInfo("ip", ["netns", "exec", host.Host, Environment.ProcessPath!, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        if (Hear() != "ready")
        {
            throw new ContestException($"the end '{arguments[0]}' did not start");
        }
    }

    public void Tell(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    public string Hear() => _process.StandardOutput.ReadLine() ?? throw new ContestException("an end has died");

    public void Dispose()
    {
        _process.StandardInput.Dispose();
        _process.WaitForExit();
        _process.Dispose();
    }
}
