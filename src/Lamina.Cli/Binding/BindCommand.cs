using System.CommandLine;
using Lamina.Cli.Grammar;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Binding;

/// <summary>lamina bind program PATH | process PID | ipcp I --name N</summary>
internal static class BindCommand
{
    public static Command Create(CliContext context) => Group.Create(
        "bind",
        "Puts a program, a process or an IPC process behind a name. Example: lamina bind ipcp uni1 --name unicast",
        CreateProgram(context),
        CreateOther(context, BindingSubject.Process),
        CreateOther(context, BindingSubject.Ipcp));

    private static Command CreateProgram(CliContext context)
    {
        Argument<string> path = BindingSubject.Program.CreateArgument();
        Argument<string[]> arguments = new("ARGS") { Description = "After --: what the program is started with", Arity = ArgumentArity.ZeroOrMore };
        Option<string> name = CreateName();
        Option<bool> auto = new("--auto") { Description = "Start the program when a flow for the name arrives" };
        Command command = new("program", "Binds all processes of a program, those that listen already included. Example: lamina bind program /usr/bin/served --name served --auto -- --verbose") { path, arguments, name, auto };
        command.Validators.Add(result =>
        {
            if (!result.GetValue(auto) && result.GetResult(arguments) is { Tokens.Count: > 0 })
            {
                result.AddError("arguments are what the program is started with: give --auto as well");
            }
        });
        command.SetOperation(context, (stack, result, cancel) =>
        {
            string program = BindingSubject.Program.Resolve(result.GetRequiredValue(path));
            BindingRequest request = new(
                "program", program, result.GetRequiredValue(name), result.GetValue(auto), result.GetValue(arguments));
            return stack.BindAsync(request, cancel);
        });
        return command;
    }

    private static Command CreateOther(CliContext context, BindingSubject subject)
    {
        Argument<string> argument = subject.CreateArgument();
        Option<string> name = CreateName();
        Command command = new(subject.Kind, $"Binds {subject.Description}. Example: lamina bind {subject.Kind} {subject.Example} --name served") { argument, name };
        command.SetOperation(context, (stack, result, cancel) => stack.BindAsync(
            new BindingRequest(subject.Kind, subject.Resolve(result.GetRequiredValue(argument)), result.GetRequiredValue(name)), cancel));
        return command;
    }

    private static Option<string> CreateName() => new("--name") { Description = "The name", HelpName = "NAME", Required = true };
}
