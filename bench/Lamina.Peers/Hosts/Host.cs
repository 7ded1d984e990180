using System.Diagnostics;

namespace Lamina.Peers.Hosts;

/// <summary>A network namespace, and the programs that run in it for as long as it is there.</summary>
/// <param name="name">Of the namespace.</param>
/// <param name="address">Its own, on the wire between the two.</param>
/// <param name="number">1 or 2: the last part of its address in every tunnel.</param>
/// <param name="directory">For what its programs need.</param>
internal sealed class Host(string name, string address, int number, string directory) : IDisposable
{
    private readonly List<Process> _programs = [];

    public string Name => name;

    public string Address => address;

    public int Number => number;

    /// <summary>A file of this host.</summary>
    public string Path(string file) => System.IO.Path.Combine(directory, file);

    /// <summary>Writes one.</summary>
    /// <returns>Its path.</returns>
    public string Write(string file, string text)
    {
        File.WriteAllText(Path(file), text);
        return Path(file);
    }

    /// <summary>Starts a program that runs until the end; what it says goes to a file.</summary>
    public void Start(params string[] words) => Start(new Dictionary<string, string>(), words);

    /// <summary>The same, with variables of the environment.</summary>
    public void Start(IReadOnlyDictionary<string, string> environment, params string[] words)
    {
        // The shell is replaced by the program: the process is the program's own, and standard input stays open as long as this one lives.
        string log = Path($"{System.IO.Path.GetFileName(words[0])}.{_programs.Count}.log");
        ProcessStartInfo start = Inside(environment, ["sh", "-c", $"exec \"$@\" > '{log}' 2>&1", "sh", .. words]);
        start.RedirectStandardInput = true;
        _programs.Add(Process.Start(start)!);
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it printed.</returns>
    public string Run(params string[] words) => Run(new Dictionary<string, string>(), words);

    /// <summary>The same, with variables of the environment.</summary>
    public string Run(IReadOnlyDictionary<string, string> environment, params string[] words) => Command.Finish(Inside(environment, words), words);

    public void Dispose()
    {
        foreach (Process program in _programs)
        {
            if (!program.HasExited)
            {
                program.Kill();
            }

            program.WaitForExit();
            program.Dispose();
        }
    }

    private ProcessStartInfo Inside(IReadOnlyDictionary<string, string> environment, string[] words)
    {
        var start = new ProcessStartInfo("ip", ["netns", "exec", name, .. words]);
        foreach ((string key, string value) in environment)
        {
            start.Environment[key] = value;
        }

        return start;
    }
}
