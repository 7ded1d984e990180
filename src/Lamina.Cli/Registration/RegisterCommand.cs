using System.CommandLine;

namespace Lamina.Cli.Registration;

/// <summary>lamina register NAME --layer L... | --ipcp I...</summary>
internal static class RegisterCommand
{
    public static Command Create(CliContext context) => RegistrationVerb.Create(
        context,
        "register",
        "Makes a name reachable in layers. Example: lamina register oping --ipcp uni3",
        (stack, request, cancel) => stack.RegisterAsync(request, cancel));
}
