using System.CommandLine;
using Lamina.Cli.Grammar;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Binding;

/// <summary>lamina unbind program PATH | process PID | ipcp I [--name N]</summary>
internal static class UnbindCommand
{
    public static Command Create(CliContext context) => Group.Create(
        "unbind",
        "Takes bindings back; without --name all of the subject. Example: lamina unbind ipcp uni1 --name unicast",
        CreateOne(context, BindingSubject.Program),
        CreateOne(context, BindingSubject.Process),
        CreateOne(context, BindingSubject.Ipcp));

    private static Command CreateOne(CliContext context, BindingSubject subject)
    {
        Argument<string> argument = subject.CreateArgument();
        Option<string?> name = new("--name") { Description = "Only this name", HelpName = "NAME" };
        Command command = new(subject.Kind, $"Unbinds {subject.Description}. Example: lamina unbind {subject.Kind} {subject.Example}") { argument, name };
        command.SetOperation(context, (stack, result, cancel) => stack.UnbindAsync(
            new BindingRequest(subject.Kind, subject.Resolve(result.GetRequiredValue(argument)), result.GetValue(name)), cancel));
        return command;
    }
}
