using System.CommandLine;
using System.Globalization;

namespace Lamina.Cli.Binding;

/// <summary>What can stand behind a name.</summary>
internal sealed record BindingSubject(string Kind, string ArgumentName, string ArgumentText, string Description, string Example)
{
    public static readonly BindingSubject Program = new("program", "PATH", "The program's file", "all processes of a program", "/usr/bin/served");
    public static readonly BindingSubject Process = new("process", "PID", "The process's id", "a running process", "4711");
    public static readonly BindingSubject Ipcp = new("ipcp", "IPCP", "The IPC process's name", "an IPC process", "uni1");

    public Argument<string> CreateArgument()
    {
        Argument<string> argument = new(ArgumentName) { Description = ArgumentText };
        if (this == Process)
        {
            argument.Validators.Add(result =>
            {
                if (result.Tokens is [{ Value: string pid }] && !(int.TryParse(pid, NumberStyles.None, null, out int id) && id > 0))
                {
                    result.AddError($"'{pid}' is no process id");
                }
            });
        }

        return argument;
    }

    /// <summary>A program is known by its full path: that is what the system says about a process.</summary>
    public string Resolve(string argument) => this == Program ? Path.GetFullPath(argument) : argument;
}
