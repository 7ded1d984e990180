using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Lamina.Node.Management;

namespace Lamina.Tests.Api;

/// <summary>
/// The public surface as text: a line a member, in order.
/// </summary>
internal static class PublicApi
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly NullabilityInfoContext Nullability = new();

    /// <summary>The library's own types, and those of its members that live below; without management, which is a world of its own.</summary>
    public static IEnumerable<Type> OwnTypes()
    {
        Type[] own = typeof(NetworkStack).Assembly.GetExportedTypes();
        IEnumerable<Type> below = own.SelectMany(Named).SelectMany(Parts).Where(type => IsOurs(type) && type != typeof(StackManagement));
        return own.Union(below).OrderBy(type => type.FullName, StringComparer.Ordinal);
    }

    /// <summary>Types that the library names, and that those name.</summary>
    public static IReadOnlyList<Type> Types()
    {
        var found = new HashSet<Type>(typeof(NetworkStack).Assembly.GetExportedTypes());
        var open = new Queue<Type>(found);
        while (open.TryDequeue(out Type? type))
        {
            foreach (Type named in Named(type).SelectMany(Parts).Where(named => IsOurs(named) && found.Add(named)))
            {
                open.Enqueue(named);
            }
        }

        return [.. found.OrderBy(type => type.FullName, StringComparer.Ordinal)];
    }

    public static string Describe(IEnumerable<Type> types) => string.Join('\n', types.SelectMany(Describe)) + "\n";

    private static IEnumerable<string> Describe(Type type)
    {
        yield return $"{type.Namespace}: {Kind(type)} {NameOf(type)}{Bases(type)}";
        IEnumerable<string> members = type.IsEnum
            ? Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)}")
            : type.GetMembers(Declared).Where(IsVisible).Select(Describe).Order(StringComparer.Ordinal);
        foreach (string member in members)
        {
            yield return "    " + member;
        }
    }

    private static string Describe(MemberInfo member) => member switch
    {
        ConstructorInfo constructor => $"new({Parameters(constructor)})",
        MethodInfo method => $"{Static(method)}{NameOf(method.ReturnType, Nullability.Create(method.ReturnParameter))} {method.Name}({Parameters(method)})",
        PropertyInfo property => $"{Static(property.GetMethod!)}{NameOf(property.PropertyType, Nullability.Create(property))} {property.Name} {{ {Accessors(property)}}}",
        FieldInfo field => $"{(field.IsLiteral ? "const " : "static ")}{NameOf(field.FieldType, Nullability.Create(field))} {field.Name}",
        EventInfo happening => $"event {NameOf(happening.EventHandlerType!)} {happening.Name}",
        _ => $"{member.MemberType} {member.Name}",
    };

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
    {
        string way = parameter.IsOut ? "out " : parameter.ParameterType.IsByRef ? parameter.IsIn ? "in " : "ref " : "";
        string value = parameter.HasDefaultValue ? $" = {(parameter.DefaultValue is null ? "default" : parameter.DefaultValue)}" : "";
        return $"{way}{NameOf(parameter.ParameterType, Nullability.Create(parameter))} {parameter.Name}{value}";
    }));

    private static string Accessors(PropertyInfo property)
    {
        string get = property.GetMethod is { } getter && IsVisible(getter) ? "get; " : "";
        bool isInit = property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;
        return get + (property.SetMethod is { } setter && IsVisible(setter) ? isInit ? "init; " : "set; " : "");
    }

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    private static string Bases(Type type)
    {
        IEnumerable<Type> bases = type.GetInterfaces().Where(one => one.IsVisible).OrderBy(NameOf, StringComparer.Ordinal);
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum))
        {
            bases = bases.Except(parent.GetInterfaces()).Prepend(parent);
        }

        string all = string.Join(", ", type.IsEnum ? [] : bases.Select(NameOf));
        return all.Length == 0 ? "" : " : " + all;
    }

    private static string NameOf(Type type) => NameOf(type, null);

    private static string NameOf(Type type, NullabilityInfo? nullability)
    {
        if (type.IsByRef)
        {
            return NameOf(type.GetElementType()!, nullability?.ElementType);
        }

        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return NameOf(inner) + "?";
        }

        string mark = nullability?.ReadState == NullabilityState.Nullable && !type.IsValueType ? "?" : "";
        if (type.IsArray)
        {
            return $"{NameOf(type.GetElementType()!, nullability?.ElementType)}[]{mark}";
        }

        string name = type.IsNested && !type.IsGenericParameter ? $"{NameOf(type.DeclaringType!)}.{type.Name}" : type.Name;
        if (type.IsGenericType)
        {
            var arguments = type.GetGenericArguments().Select((argument, i) =>
                NameOf(argument, nullability?.GenericTypeArguments.ElementAtOrDefault(i)));
            name = $"{name.Split('`')[0]}<{string.Join(", ", arguments)}>";
        }

        return name + mark;
    }

    private static string Static(MethodInfo method) => method.IsStatic ? "static " : method.IsAbstract ? "abstract " : "";

    private static bool IsVisible(MemberInfo member) => !member.IsDefined(typeof(CompilerGeneratedAttribute)) && member switch
    {
        MethodInfo { IsSpecialName: true } method => method.Name.StartsWith("op_", StringComparison.Ordinal) && IsVisible((MethodBase)method),
        MethodBase method => IsVisible(method),
        FieldInfo field => field.IsPublic,
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsVisible),
        EventInfo happening => IsVisible((MethodBase)happening.AddMethod!),
        // A nested type has lines of its own.
        _ => false,
    };

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static IEnumerable<Type> Named(Type type)
    {
        IEnumerable<Type> bases = type.GetInterfaces();
        IEnumerable<Type> members = type.GetMembers(Declared).Where(IsVisible).SelectMany(member => member switch
        {
            MethodInfo method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType),
            ConstructorInfo constructor => constructor.GetParameters().Select(parameter => parameter.ParameterType),
            PropertyInfo property => [property.PropertyType],
            FieldInfo field => [field.FieldType],
            _ => Type.EmptyTypes,
        });
        return bases.Concat(members).Append(type.BaseType ?? typeof(object));
    }

    private static IEnumerable<Type> Parts(Type type) => type.HasElementType
        ? Parts(type.GetElementType()!)
        : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition()) : [type];

    private static bool IsOurs(Type type) => !type.IsGenericParameter && type.Assembly.GetName().Name!.StartsWith("Lamina", StringComparison.Ordinal) && type.IsVisible;
}
