using System.CommandLine;

namespace Lamina.Cli.Registration;

/// <summary>lamina unregister NAME --layer L... | --ipcp I...</summary>
internal static class UnregisterCommand
{
    public static Command Create(CliContext context) => RegistrationVerb.Create(
        context,
        "unregister",
        "Takes a name out of layers. Example: lamina unregister oping --layer unicast",
        (stack, request, cancel) => stack.UnregisterAsync(request, cancel));
}
